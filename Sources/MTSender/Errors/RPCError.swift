// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// An error that the server answered a call with (`rpc_error`).
///
/// See core.telegram.org/api/errors.
public struct RPCError: Error, Hashable, Sendable {
    /// The class of the error, like an HTTP status: 303, 400, 401, 403, 404, 406, 420, 500, or a negative number.
    public let code: Int
    /// The name, with `X` in the place of a number: `FLOOD_WAIT_X`.
    public let name: TLErrorName
    /// The number in the name, for example the seconds of a flood wait.
    public let value: Int?
    /// The method that was called, as the schema spells it.
    public let method: String
    /// The data centre that answered.
    public let dataCenter: Int
    /// What the call was about, such as a user name, where the client can tell.
    public private(set) var subject: String?

    /// Takes what the server said.
    ///
    /// - Parameters:
    ///   - code: The code; what lies outside of −10,000…10,000, and 0, counts as 500.
    ///   - message: The server's own words, `FLOOD_WAIT_31`.
    ///   - method: The method that was called, as the schema spells it.
    ///   - dataCenter: The data centre that answered.
    public init(code: Int, message: String, method: String, dataCenter: Int) {
        self.code = code != 0 && (-10_000...10_000).contains(code) ? code : 500
        (name, value) = Self.split(message)
        self.method = method
        self.dataCenter = dataCenter
    }

    /// Takes the number out of a message, wherever it stands between underscores.
    private static func split(_ message: String) -> (TLErrorName, Int?) {
        // The server's words are ASCII; what is not would be no name anyway.
        let text = String(decoding: message.utf8.prefix(256), as: UTF8.self)
        var parts = text.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        for (index, part) in parts.enumerated().dropFirst() where part.utf8.allSatisfy(isDigit) {
            guard let number = Int(part) else { continue }
            parts[index] = "X"
            return (TLErrorName(rawValue: parts.joined(separator: "_")), number)
        }
        return (TLErrorName(rawValue: text), nil)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// The data centre to go to, if the server redirects the call (`*_MIGRATE_X`).
    public var migrationTarget: Int? {
        guard code == 303 || code == 400, name.rawValue.hasSuffix("_MIGRATE_X") else { return nil }
        return value
    }

    /// How long to wait before the call may be repeated, if the server says so (class 420).
    public var floodWait: Duration? {
        guard code == 420, let value, value >= 0 else { return nil }
        return .seconds(min(value, Int(Int32.max)))
    }
}

extension RPCError {
    /// What the error means to the caller and what to do, in a sentence; `nil` for errors that few people meet.
    public var hint: String? { name.hint }
}

extension RPCError {
    /// The error with what the call was about.
    ///
    /// - Parameter subject: A user name, for example; nothing secret.
    /// - Returns: The error.
    package func about(_ subject: String) -> RPCError {
        var copy = self
        copy.subject = subject
        return copy
    }
}

extension RPCError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        let number = value.map { " (\($0))" } ?? ""
        let hint = hint.map { ": \($0)" } ?? ""
        let subject = subject.map { " for \($0)" } ?? ""
        return "\(method): \(name)\(number)\(subject), code \(code), data centre \(dataCenter)\(hint)"
    }
}
