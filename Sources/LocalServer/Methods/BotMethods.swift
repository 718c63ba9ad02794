// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Buttons and commands.
    mutating func addBots() {
        onLater(TL.messages.GetBotCallbackAnswer.self, .person) { (request, call, engine) throws(RPCFailure) in
            let user = try call.caller
            let peer = try engine.world.target(request.peer, for: user)
            let pressed = try engine.world.press(
                data: request.data ?? [], message: request.msgID, by: user.id, in: peer)
            engine.wait(call.pending, forQuery: pressed.query)
            if let query = pressed.givenUp {
                engine.answerCallback(query, with: .failure(.bad(.botResponseTimeout)))
            }
            return nil
        }
        on(TL.messages.SetBotCallbackAnswer.self, .bot) { (request, call, engine) throws(RPCFailure) in
            let answer = TL.messages.BotCallbackAnswer(
                alert: request.alert, hasURL: request.url != nil, message: request.message, url: request.url,
                cacheTime: request.cacheTime)
            let bytes = try ResultEncoding.encode(answer)
            try engine.world.takeQuery(request.queryID, for: try call.caller.id, answer)
            engine.answerCallback(request.queryID, with: .success(bytes))
            return true
        }
        on(TL.bots.SetBotCommands.self, .bot) { (request, call, engine) throws(RPCFailure) in
            let commands = request.commands.map { Account.Command(command: $0.command, description: $0.description) }
            guard commands.count <= 100, commands.allSatisfy(\.isValid) else { throw .bad(.botCommandInvalid) }
            engine.world.update(try call.caller.id) { $0.commands = commands }
            return true
        }
        on(TL.bots.ResetBotCommands.self, .bot) { (_, call, engine) throws(RPCFailure) in
            engine.world.update(try call.caller.id) { $0.commands = [] }
            return true
        }
        on(TL.bots.GetBotCommands.self, .bot) { (_, call, _) throws(RPCFailure) in
            try call.caller.commands.map { .init(command: $0.command, description: $0.description) }
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
