// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Catching up; see core.telegram.org/api/updates.
    mutating func addUpdates() {
        on(TL.updates.GetState.self) { (_, call, engine) throws(RPCFailure) in
            engine.world.state(of: try call.caller)
        }
        on(TL.updates.GetDifference.self) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            guard request.pts > 0 else { throw .bad(.persistentTimestampEmpty) }
            guard request.pts <= engine.world.mailbox(of: account.id).pts else {
                throw .bad(.persistentTimestampInvalid)
            }
            return engine.world.difference(
                for: account, since: request.pts, limit: request.ptsLimit.map { Int($0) },
                totalLimit: request.ptsTotalLimit.map { Int($0) })
        }
    }
}
