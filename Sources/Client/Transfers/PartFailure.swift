// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

/// What the failure of one part means for its transfer.
enum PartFailure: Hashable, Sendable {
    /// The server wants to be asked less, and again after a while.
    case flood(Duration)
    /// Trouble that may pass: of the server, or of the connection.
    case trouble
    /// The file is at another data centre.
    case migrate(Int)
    /// The file reference is out of date.
    case staleReference
    /// The content delivery network does not know the file any more.
    case lostToken
    /// The server has lost what was uploaded so far.
    case restart
    /// Nothing can be done.
    case fatal

    init(_ error: InvocationError) {
        switch error {
        case .deadlineExceeded, .outcomeUnknown, .connectionLost, .tooManyPendingCalls: self = .trouble
        case .rpc(let error): self.init(error)
        case .keyExchange: self = .lostToken
        default: self = .fatal
        }
    }

    init(_ error: RPCError) {
        if error.isStaleReference {
            self = .staleReference
        } else if error.name == .fileMigrate, let target = error.migrationTarget {
            self = .migrate(target)
        } else if Self.lostTokens.contains(error.name.rawValue) {
            self = .lostToken
        } else if Self.restarts.contains(error.name.rawValue) {
            self = .restart
        } else {
            switch error.transience {
            case .wait(let wait): self = .flood(wait)
            case .serverTrouble: self = .trouble
            case .final: self = Self.passing.contains(error.name.rawValue) ? .trouble : .fatal
            }
        }
    }

    private static let lostTokens: Set<String> = [
        "FILE_TOKEN_INVALID", "REQUEST_TOKEN_INVALID", "CDN_METHOD_INVALID", "CDN_UPLOAD_TIMEOUT",
    ]
    private static let restarts: Set<String> = [
        "FILE_PART_INVALID", "FILE_PART_LENGTH_INVALID", "FILE_PART_SIZE_CHANGED", "FILE_ID_INVALID",
    ]
    /// Errors that are no more than trouble though their codes say otherwise.
    private static let passing: Set<String> = ["MTPROTO_CLUSTER_INVALID", "LOCATION_NOT_AVAILABLE", "Timeout"]
}

extension RPCError {
    /// Whether a file reference is out of date, alone or as one of several.
    var isStaleReference: Bool {
        Self.staleReferences.contains(name.rawValue)
    }

    private static let staleReferences: Set<String> = [
        "FILE_REFERENCE_EXPIRED", "FILE_REFERENCE_INVALID", "FILE_REFERENCE_EMPTY", "FILE_REFERENCE_X_EXPIRED",
        "FILE_REFERENCE_X_INVALID", "FILE_REFERENCE_X_EMPTY", "FILEREF_UPGRADE_NEEDED",
    ]
}

/// How long a transfer waits after trouble, and how often it tries.
struct PartRetries: Sendable {
    /// How often a part is sent again after trouble before the transfer gives up.
    static let most = 8

    /// How long to wait after a number of failures in a row: half a second, then twice as long each time, 30 seconds at most.
    static func wait(after failures: Int) -> Duration {
        .milliseconds(min(30_000, 500 << min(max(failures, 1) - 1, 6)))
    }
}
