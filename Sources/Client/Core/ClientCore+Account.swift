// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramSession
import FerogramTLTypes
import Synchronization

// Whose account the client speaks for, from signing in to the end of the session.
extension ClientCore {
    /// Takes note of who is signed in, and begins to follow the updates if it is somebody else than before.
    func signedIn(_ user: TL.User.User) async {
        limits.learn(isPremium: user.premium)
        let account = SessionData.Account(userID: user.id, isBot: user.bot)
        let home = homeDataCenter
        let isNew = self.account != account
        if isNew, !mayInherit(account) { inheritNothing(account: account) }
        learn(users: [.user(user)], chats: [])
        update { session in
            guard isNew || session.homeDataCenter != home else { return [] }
            return session.change(
                .account(account), .stateOwner(account.userID), .homeDataCenter(home),
                .isAuthorized(true, dataCenter: home))
        }
        guard isNew else { return }
        await followUpdates()
        // Whose state the session has must outlive a crash, or the account would begin anew.
        try? await saveSession()
    }

    /// Whether what the session knows belongs to an account.
    private func mayInherit(_ account: SessionData.Account) -> Bool {
        let session = sessionData
        if let owner = session.stateOwner ?? session.account?.userID { return owner == account.userID }
        // An imported session does not always say whose it is.
        return session.home?.isAuthorized ?? false
    }

    /// Signs out with a closure that tells the server.
    func signingOut(_ body: () async throws(InvocationError) -> Void) async throws(InvocationError) {
        isSigningOut.store(true, ordering: .releasing)
        defer { isSigningOut.store(false, ordering: .releasing) }
        try await body()
        inheritNothing(account: nil)
    }

    /// Takes note that the server has ended the session; what is known is kept for the account to come back.
    func sessionEnded() {
        engine.end()
        update { session in
            var changes: [SessionChange] = []
            if let account = session.account { changes += session.change(.stateOwner(account.userID)) }
            changes += session.change(.account(nil))
            for entry in session.dataCenters where entry.isAuthorized {
                changes += session.change(.isAuthorized(false, dataCenter: entry.id))
            }
            return changes
        }
    }
}
