// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension PendingCall.ServiceCall {
    /// The message as a TL object.
    var body: [UInt8] {
        let bytes =
            switch self {
            case .destroySession(let id): try? TL.DestroySession(sessionID: id).encoded()
            case .destroyAuthKey: try? TL.DestroyAuthKey().encoded()
            }
        guard let bytes else { preconditionFailure("service messages can be written") }
        return bytes
    }
}
