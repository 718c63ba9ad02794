// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramMessageBox
import FerogramSession
import FerogramTLTypes

extension ClientCore {
    /// Begins to follow the account's updates, from where the session says they were, or from now on.
    ///
    /// When it returns, nothing that happens afterwards is missed.
    func followUpdates() async {
        guard let account else { return }
        let (updates, channels) = updateState
        if configuration.catchesUp ?? account.isBot, let updates {
            let known = MessageBoxState.Account(
                pts: updates.pts, qts: updates.qts, date: updates.date, seq: updates.seq)
            engine.begin(.init(userID: account.userID, state: MessageBoxState(account: known, channels: channels)))
            return
        }
        // If this fails, the engine asks again by itself.
        let state = try? await invoke(TL.updates.GetState())
        let known = state.map { MessageBoxState.Account(pts: $0.pts, qts: $0.qts, date: $0.date, seq: $0.seq) }
        // Stored at once: what comes from here on has not been handled.
        if let known { store([.account(known)]) }
        engine.begin(.init(userID: account.userID, state: MessageBoxState(account: known)))
    }

    /// Counts the events that a call made, so that none of them seems to be missing.
    func count<Function: TLFunction>(_ response: Function.Response, of function: Function) -> Function.Response {
        switch response {
        case let updates as TL.Updates:
            engine.count(updates)
        case let affected as TL.messages.AffectedMessages:
            let channel = (function as? TL.channels.DeleteMessages).flatMap { Self.id(of: $0.channel) }
            engine.count(affected, channelID: channel)
        case let affected as TL.messages.AffectedHistory:
            engine.count(.init(pts: affected.pts, ptsCount: affected.ptsCount), channelID: nil)
        default:
            break
        }
        return response
    }

    private static func id(of channel: TL.InputChannel) -> Int64? {
        if case .inputChannel(let channel) = channel { return channel.channelID }
        return nil
    }

    /// Stores how far the updates have been handled.
    func store(_ changes: [MessageBoxState.Change]) {
        update { session in
            var stored: [SessionChange] = []
            for change in changes {
                switch change {
                case .account(let account):
                    let state = UpdateState(
                        pts: account.pts, qts: account.qts, date: account.date, seq: account.seq)
                    stored += session.change(.updates(state))
                case .channel(let id, let pts):
                    stored += session.change(.channel(id, pts: pts))
                }
            }
            return stored
        }
    }
}
