// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Logging in by a code that another device scans; see core.telegram.org/api/qr-login.
    mutating func addQRLogin() {
        onAnyone(TL.auth.ExportLoginToken.self) { request, call, engine in
            guard request.apiID > 0, !request.apiHash.isEmpty else { throw RPCFailure.bad(.apiIDInvalid) }
            guard let owner = call.owner else { throw RPCFailure(401, .authKeyPermEmpty) }
            if let (token, account) = engine.scannedToken(of: owner) {
                guard account.dataCenter == call.dataCenter else {
                    return .migrateTo(.init(dcID: Int32(clamping: account.dataCenter), token: token))
                }
                return try engine.finishQRLogin(token, account, call)
            }
            let known = engine.world.people.loginTokens.first { _, token in
                token.owner == owner && token.expires > engine.unixTime
            }
            if let known {
                return .loginToken(.init(expires: Int32(clamping: known.value.expires), token: known.key))
            }
            let token = (0..<4).flatMap { _ in
                withUnsafeBytes(of: engine.world.randomness.next()) { Array($0) }
            }
            let expires = engine.unixTime + Self.loginTokenLifetime
            engine.world.people.add(.init(owner: owner, expires: expires), token, now: engine.unixTime)
            return .loginToken(.init(expires: Int32(clamping: expires), token: token))
        }
        onAnyone(TL.auth.ImportLoginToken.self) { request, call, engine in
            guard let token = engine.world.people.loginTokens[request.token] else {
                throw RPCFailure.bad(.authTokenInvalid)
            }
            guard token.expires > engine.unixTime else { throw RPCFailure.bad(.authTokenExpired) }
            guard let account = token.account.flatMap({ engine.world[$0] }), account.dataCenter == call.dataCenter
            else { throw RPCFailure.bad(.authTokenInvalid) }
            return try engine.finishQRLogin(request.token, account, call)
        }
        onEngine(TL.auth.AcceptLoginToken.self, .person) { request, caller, engine in
            guard let token = engine.world.people.loginTokens[request.token] else {
                throw RPCFailure.bad(.authTokenInvalid)
            }
            guard token.expires > engine.unixTime else { throw RPCFailure.bad(.authTokenExpired) }
            guard token.account == nil else { throw RPCFailure.bad(.authTokenAlreadyAccepted) }
            engine.world.people.loginTokens[request.token]?.account = caller.id
            engine.push(.loginToken, behind: token.owner)
            return engine.authorization(token.owner, isCurrent: false)
        }
    }

    /// How long a code is good, in seconds.
    private static let loginTokenLifetime: Int64 = 30
}

extension Engine {
    /// The code that a device shows and somebody has scanned.
    fileprivate func scannedToken(of owner: Int64) -> (token: [UInt8], account: Account)? {
        for (bytes, token) in world.people.loginTokens
        where token.owner == owner && token.expires > unixTime {
            if let account = token.account.flatMap({ world[$0] }) { return (bytes, account) }
        }
        return nil
    }

    fileprivate mutating func finishQRLogin(
        _ token: [UInt8], _ account: Account, _ call: Call
    ) throws(RPCFailure) -> TL.auth.LoginToken {
        if account.password != nil, let owner = call.owner {
            updateKey(owner) { $0.passwordPending = account.id }
            throw RPCFailure(401, .sessionPasswordNeeded)
        }
        world.people.loginTokens[token] = nil
        return .success(.init(authorization: try logIn(account, call)))
    }

    /// Tells the sessions of a device something, whether or not anybody is signed in there.
    fileprivate mutating func push(_ update: TL.Update, behind owner: Int64) {
        guard let bytes = try? TL.Updates.updateShort(.init(update: update, date: world.date)).encoded() else { return }
        let origins = sessions.keys.filter { self.owner(of: $0.authKeyID) == owner }
        for origin in origins.sorted(by: { ($0.authKeyID, $0.sessionID) < ($1.authKeyID, $1.sessionID) }) {
            sessions[origin]?.push(bytes, of: nil, limit: bounds.waitingUpdates)
            flush(origin)
        }
    }
}
