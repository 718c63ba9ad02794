// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender

/// Why a file could not be transferred.
@nonexhaustive public enum TransferError: Error, Sendable {
    /// The task or the transfer was cancelled.
    case cancelled
    /// A call failed.
    case invocation(InvocationError)
    /// The file on disk could not be read or written.
    case file(FileFailure)
    /// The source of the upload threw an error.
    case source(String)
    /// The file is larger than the account may upload, in bytes.
    case tooLarge(size: Int64, limit: Int64)
    /// The file has no bytes; Telegram has no empty files.
    case empty
    /// There is nothing that could be downloaded; the text says why.
    case unavailable(String)
    /// What the file belongs to has another file now, or none.
    case mediaChanged(String)
    /// The bytes do not have the checksum that the server gave for them.
    case corrupt(offset: Int64)
    /// The server has fewer bytes than it said.
    case truncated(expected: Int64, received: Int64)
}

/// What an operation on a file of the disk came to.
public struct FileFailure: Error, Hashable, Sendable {
    /// What was tried, `open` for example.
    public let operation: String
    /// The file.
    public let path: String
    /// The number of the error (`errno`).
    public let code: Int32
    let text: String?

    init(_ operation: String, _ path: String, code: Int32, text: String? = nil) {
        self.operation = operation
        self.path = path
        self.code = code
        self.text = text
    }
}

extension FileFailure: CustomStringConvertible {
    /// A description for people.
    public var description: String { "\(operation) \(path): \(text ?? systemMessage(code))" }
}

extension TransferError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        switch self {
        case .cancelled: "the transfer was cancelled"
        case .invocation(let error): "\(error)"
        case .file(let failure): "\(failure)"
        case .source(let text): "the source of the upload failed: \(text)"
        case .tooLarge(let size, let limit):
            "the file has \(size) bytes, \(limit) are allowed for this account"
        case .empty: "the file is empty; Telegram has no empty files"
        case .unavailable(let text): text
        case .mediaChanged(let text): text
        case .corrupt(let offset): "the bytes from \(offset) on do not have the checksum that the server gave for them"
        case .truncated(let expected, let received):
            "the server has \(received) bytes of the file, not \(expected)"
        }
    }

    /// Whether the caller gave up, not the server.
    public var isCancellation: Bool {
        switch self {
        case .cancelled: true
        case .invocation(let error): error.isCancellation
        default: false
        }
    }

    /// The error as calls throw it, for methods that transfer files and make calls.
    var invocationError: InvocationError {
        switch self {
        case .cancelled: .cancelled
        case .invocation(let error): error
        default: .invalidArgument(method: "upload.saveFilePart", description)
        }
    }
}
