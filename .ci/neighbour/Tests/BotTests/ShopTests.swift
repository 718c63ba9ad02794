import Bot
import Ferogram
import FerogramLocalServer
import XCTest

final class ShopTests: XCTestCase {
    private func withShop(_ body: (LocalServer, LocalBot, LocalPerson) async throws -> Void) async throws {
        let server = try await LocalServer.start()
        let account = try server.addBot(username: "shop_bot")
        let ann = try server.addPerson("ann")
        let client = try await TelegramClient.builder()
            .apiID(12345).apiHash("hash").server(server.directory).connect()
        try await client.signIn(botToken: account.token)
        let dispatcher = makeShop(client)
        let run = Task { try await dispatcher.run(on: client) }
        try await body(server, account, ann)
        run.cancel()
        await client.disconnect()
        server.stop()
    }

    func testAnOrderIsPaid() async throws {
        try await withShop { _, bot, ann in
            try await ann.send("/order", to: bot)
            try await ann.expect(.text("What?"))
            try await ann.send("tea", to: bot)
            try await ann.expect(.text("How many?"))
            try await ann.send("many", to: bot)
            try await ann.expect(.text("Sorry: noNumber"))
            try await ann.send("3", to: bot)
            let link = try await ann.expect(.any).text
            ann.addStars(5)
            try await ann.pay(link)
            try await ann.expect(.text("Paid 3"))
            XCTAssertEqual(ann.stars, 2)
        }
    }

    func testAQuestionIsAnswered() async throws {
        try await withShop { _, bot, ann in
            try await ann.send("/name", to: bot)
            try await ann.expect(.text("Your name?"))
            try await ann.send("Ann", to: bot)
            try await ann.expect(.text("Your age?"))
            try await ann.send("old", to: bot)
            try await ann.expect(.text("A number, please"))
            try await ann.send("40", to: bot)
            try await ann.expect(.text("Hello, Ann, 40"))
        }
    }

    func testGroupsHaveHandlersOfTheirOwn() async throws {
        try await withShop { server, bot, ann in
            let group = try await server.createGroup("Friends", by: ann, with: [bot])
            for (text, answer) in [("/add 4", "5"), ("/add four", "A number, please"), ("/rules", "Be kind")] {
                try await ann.send(text, to: group)
                try await ann.expect(.text(answer), from: bot)
            }
        }
    }

    func testTheInlineModeShowsWhatFits() async throws {
        try await withShop { server, bot, ann in
            let bob = try server.addPerson("bob")
            let results = try await ann.ask("", of: bot)
            XCTAssertEqual(results.ids, ["tea", "coffee", "water"])
            let filtered = try await ann.ask("co", of: bot)
            try await ann.choose("coffee", of: filtered, to: bob)
            try await bob.expect(.text("I like coffee"), from: ann)
        }
    }
}
