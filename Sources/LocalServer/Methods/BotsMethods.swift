// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Buttons and commands.
    mutating func addBots() {
        onLater(TL.messages.GetBotCallbackAnswer.self, .person) { request, caller, engine in
            let peer = try engine.world.target(request.peer, for: caller.account)
            let pressed = try engine.world.press(
                data: request.data ?? [], message: request.msgID, by: caller.id, in: peer)
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
        on(TL.messages.GetAttachMenuBots.self, .person) { _, _, _ in
            .attachMenuBots(.init(hash: 0, bots: [], users: []))
        }
        on(TL.bots.SetBotCommands.self, .bot) { request, caller, world in
            let commands = request.commands.map { Account.Command(command: $0.command, description: $0.description) }
            guard commands.count <= 100, commands.allSatisfy(\.isValid) else {
                throw RPCFailure.bad(.botCommandInvalid)
            }
            world.update(caller.id) { $0.commands = commands }
            return true
        }
        on(TL.bots.ResetBotCommands.self, .bot) { _, caller, world in
            world.update(caller.id) { $0.commands = [] }
            return true
        }
        on(TL.bots.GetBotCommands.self, .bot) { _, caller, _ in
            caller.commands.map { .init(command: $0.command, description: $0.description) }
        }
    }
}

extension Account.Command {
    fileprivate var isValid: Bool {
        let isPlain = command.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
        return isPlain && (1...32).contains(command.utf8.count) && (1...256).contains(description.utf16.count)
    }
}
