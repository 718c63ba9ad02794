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
                for: account, since: request.pts, date: request.date, limit: request.ptsLimit.map { Int($0) },
                totalLimit: request.ptsTotalLimit.map { Int($0) })
        }
        on(TL.updates.GetChannelDifference.self) { (request, call, engine) throws(RPCFailure) in
            let viewer = try call.caller
            let channel = try engine.world.channel(request.channel, for: viewer)
            guard request.pts > 0 else { throw .bad(.persistentTimestampEmpty) }
            guard request.pts <= channel.mailbox.pts else { throw .bad(.persistentTimestampInvalid) }
            guard request.limit > 0 else { throw .bad(.limitInvalid) }
            return engine.world.channelDifference(channel, since: request.pts, limit: request.limit, for: viewer.id)
        }
    }
}
