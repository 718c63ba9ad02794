// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// The settings of one's own account.
    mutating func addAccount() {
        on(TL.account.UpdateStatus.self, .person) { (request, call, engine) throws(RPCFailure) in
            engine.world.setPresence(of: try call.caller.id, isOnline: !request.offline)
            return true
        }
        on(TL.account.CheckUsername.self, .person) { (request, call, engine) throws(RPCFailure) in
            let id = try call.caller.id
            do throws(RPCFailure) {
                try engine.world.check(username: request.username, for: id)
                return true
            } catch {
                guard error == .bad(.usernameOccupied) else { throw error }
                return false
            }
        }
        on(TL.account.UpdateUsername.self, .person) { (request, call, engine) throws(RPCFailure) in
            let id = try call.caller.id
            try engine.world.setUsername(request.username.isEmpty ? nil : request.username, of: id)
            return try engine.user(id)
        }
        on(TL.account.UpdateProfile.self, .person) { (request, call, engine) throws(RPCFailure) in
            let id = try call.caller.id
            try World.check(firstName: request.firstName, lastName: request.lastName)
            if let about = request.about, about.utf16.count > Self.aboutLength { throw .bad(.aboutTooLong) }
            engine.world.update(id) { account in
                if let name = request.firstName { account.firstName = name }
                if let name = request.lastName { account.lastName = name.isEmpty ? nil : name }
                if let about = request.about { account.about = about.isEmpty ? nil : about }
            }
            return try engine.user(id)
        }
        on(TL.account.GetNotifySettings.self, .person) { (_, _, _) in .init() }
        on(TL.account.GetContentSettings.self, .person) { (_, _, _) in .init() }
    }

    /// How many UTF-16 code units people may write about themselves, `about_length_limit_premium` of
    /// core.telegram.org/api/config.
    private static let aboutLength = 140
}

extension Engine {
    /// An account as it sees itself.
    fileprivate func user(_ id: Int64) throws(RPCFailure) -> TL.User {
        guard let account = world[id] else { throw RPCFailure(401, .authKeyUnregistered) }
        return world.user(account, for: id)
    }
}
