// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Mini apps.
    mutating func addWebApps() {
        on(TL.messages.RequestMainWebView.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            return try world.openWebApp(
                of: try world.bot(request.bot, for: caller.account), for: caller.account, in: peer, url: nil,
                startParameter: request.startParam, hasSession: true)
        }
        on(TL.messages.RequestWebView.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            return try world.openWebApp(
                of: try world.bot(request.bot, for: caller.account), for: caller.account, in: peer, url: request.url,
                startParameter: request.startParam, hasSession: true)
        }
        on(TL.messages.RequestAppWebView.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            guard case .shortName(let app) = request.app else { throw RPCFailure.bad(.botAppInvalid) }
            return try world.openWebApp(
                of: try world.bot(app.botID, for: caller.account), for: caller.account, in: peer, url: nil,
                startParameter: request.startParam, hasSession: false)
        }
        on(TL.messages.RequestSimpleWebView.self, .person) { request, caller, world in
            try world.openWebApp(
                of: try world.bot(request.bot, for: caller.account), for: caller.account, in: caller.id,
                url: request.url, startParameter: request.startParam, hasSession: false)
        }
        on(TL.messages.ProlongWebView.self, .person) { request, caller, world in
            guard let session = world.bots.webApps[request.queryID], session.user == caller.id, !session.isAnswered
            else { throw RPCFailure.bad(.queryIDInvalid) }
            return true
        }
        on(TL.messages.SendWebViewResultMessage.self, .bot) { request, caller, world in
            .init(msgID: try world.answerWebApp(request.botQueryID, with: request.result, by: caller.id))
        }
        on(TL.messages.SendWebViewData.self, .person) { request, caller, world in
            let bot = try world.bot(request.bot, for: caller.account)
            world.tell(
                .webViewDataSentMe(.init(text: request.buttonText, data: request.data)), to: bot.id,
                .webViewDataSent(.init(text: request.buttonText)), to: caller.id, from: caller.id)
            return world.updates([], naming: [], for: caller.id)
        }
    }
}

extension World {
    /// A bot that somebody names.
    func bot(_ user: TL.InputUser, for account: Account) throws(RPCFailure) -> Account {
        guard let bot = self.user(user, for: account), bot.isBot else { throw .bad(.botInvalid) }
        return bot
    }
}
