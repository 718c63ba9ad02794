// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Why the server knows a session no more.
///
/// See core.telegram.org/api/errors, codes 401 and 406.
public enum SessionEnd: Hashable, Sendable {
    /// The server said so: somebody ended the session from another device, the account is gone, or the session was used
    /// from two places at once (`AUTH_KEY_DUPLICATED`).
    case refused(RPCError)
    /// The server does not have the authorization key any more.
    case keyRejected(dataCenter: Int)

    /// Whether the authorization key is of no more use either.
    package var endsKey: Bool {
        switch self {
        case .refused(let error): error.code == 406 || error.name.rawValue == "AUTH_KEY_INVALID"
        case .keyRejected: true
        }
    }
}

extension SessionEnd: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        switch self {
        case .refused(let error): "the server ended the session: \(error)"
        case .keyRejected(let dataCenter): "data centre \(dataCenter) does not have the authorization key any more"
        }
    }
}
