// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

@testable import FerogramLocalServer

/// Ann and Bob, each with a client, and a bot with another.
struct Party {
    let harness: EngineHarness
    let ann: EngineClient
    let bob: EngineClient
    let bot: EngineClient
    let annID: Int64
    let bobID: Int64
    let botID: Int64

    init(_ harness: EngineHarness = EngineHarness()) throws {
        self.harness = harness
        ann = try EngineClient(harness)
        bob = try EngineClient(harness)
        bot = try EngineClient(harness)
        annID = try ann.logIn(phone: "9996610001")
        bobID = try bob.logIn(phone: "9996610002")
        let account = try harness.engine.world.addBot(username: "a_bot", name: "Bot", dataCenter: 1)
        botID = try bot.logIn(token: account.token ?? "")
        for client in [ann, bob, bot] { _ = try client.invoke(TL.updates.GetState()) }
    }

    /// Has Ann write to somebody.
    @discardableResult
    func annSays(_ text: String, to peer: Int64, randomID: Int64) throws -> TL.Updates {
        try ann.invoke(
            TL.messages.SendMessage(peer: ann.inputPeer(peer, for: annID), message: text, randomID: randomID))
    }
}
