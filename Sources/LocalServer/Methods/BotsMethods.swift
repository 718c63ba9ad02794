// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Buttons and commands.
    mutating func addBots() {
        onLater(TL.messages.GetBotCallbackAnswer.self, .person) { request, caller, engine in
            let peer = try engine.world.target(request.peer, for: caller.account)
            let pressed =
                request.game
                ? try engine.world.play(message: request.msgID, by: caller.id, in: peer)
                : try engine.world.press(data: request.data ?? [], message: request.msgID, by: caller.id, in: peer)
            engine.wait(caller.call.pending, forQuery: pressed.query)
            if let query = pressed.givenUp {
                engine.answerCallback(query, with: .failure(.bad(.botResponseTimeout)))
            }
            return nil
        }
        onEngine(TL.messages.SetBotCallbackAnswer.self, .bot) { request, caller, engine in
            let answer = TL.messages.BotCallbackAnswer(
                alert: request.alert, hasURL: request.url != nil, message: request.message, url: request.url,
                cacheTime: request.cacheTime)
            let bytes = try ResultEncoding.encode(answer)
            try engine.world.takeQuery(request.queryID, for: caller.id, answer)
            engine.answerCallback(request.queryID, with: .success(bytes))
            return true
        }
        addInline()
        addWebApps()
        addBusiness()
        addBotSetup()
        addGames()
        addGuests()
        on(TL.messages.StartBot.self, .person) { request, caller, world in
            guard let bot = world.user(request.bot, for: caller.account), bot.isBot else {
                throw RPCFailure.bad(.botInvalid)
            }
            // Without a chat it is the bot's own.
            let peer: Int64
            if case .empty = request.peer {
                peer = bot.id
            } else {
                peer = try world.target(request.peer, for: caller.account)
            }
            guard request.startParam.utf8.count <= 64 else { throw RPCFailure.bad(.startParamTooLong) }
            let name = peer == bot.id ? "/start" : "/start@" + (bot.username ?? "")
            var message = NewMessage(text: request.startParam.isEmpty ? name : name + " " + request.startParam)
            message.randomID = request.randomID
            let sent = try world.send(message, from: caller.id, to: peer, origin: caller.origin)
            return world.confirmation(of: [sent], to: caller.id, mayBeShort: false)
        }
        on(TL.messages.GetAttachMenuBots.self, .person) { _, _, _ in
            .attachMenuBots(.init(hash: 0, bots: [], users: []))
        }
    }
}

extension MethodTable {
    /// The inline mode.
    private mutating func addInline() {
        onLater(TL.messages.GetInlineBotResults.self, .person) { request, caller, engine in
            guard let bot = engine.world.user(request.bot, for: caller.account) else {
                throw RPCFailure.bad(.botInvalid)
            }
            // A client need not say which chat it is for.
            let peer: Int64? =
                if case .empty = request.peer { nil } else {
                    try engine.world.target(request.peer, for: caller.account)
                }
            let query = try engine.world.ask(bot.id, request.query, by: caller.id, in: peer, offset: request.offset)
            engine.wait(caller.call.pending, forQuery: query)
            return nil
        }
        onEngine(TL.messages.SetInlineBotResults.self, .bot) { request, caller, engine in
            let asker = engine.world.bots.inlineQueries[request.queryID]?.user ?? caller.id
            try engine.world.takeResults(request, of: caller.id)
            var shown: [TL.BotInlineResult] = []
            for result in request.results {
                guard let result = try engine.world.shown(result, by: caller.account, for: asker) else { continue }
                shown.append(result)
            }
            let answer = TL.messages.BotResults(
                gallery: request.gallery, queryID: request.queryID, nextOffset: request.nextOffset,
                switchPM: request.switchPM, switchWebview: request.switchWebview,
                results: shown, cacheTime: request.cacheTime, users: [])
            engine.answerCallback(request.queryID, with: .success(try ResultEncoding.encode(answer)))
            return true
        }
        on(TL.messages.SendInlineBotResult.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            var replyTo: Int32?
            if case .message(let reply) = request.replyTo { replyTo = reply.replyToMsgID }
            let sent = try world.choose(
                request.id, ofQuery: request.queryID, by: caller.id, to: peer, randomID: request.randomID,
                replyTo: replyTo, origin: caller.origin)
            return world.confirmation(of: [sent], to: caller.id, mayBeShort: false)
        }
        on(TL.messages.EditInlineBotMessage.self, .anywhere) { request, caller, world in
            try world.editInline(request, by: caller.id)
            return true
        }
    }
}
