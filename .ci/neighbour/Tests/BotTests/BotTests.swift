import Bot
import Ferogram
import FerogramLocalServer
import XCTest

final class BotTests: XCTestCase {
    func testTheBotAnswers() async throws {
        let server = try await LocalServer.start()
        let account = try server.addBot(username: "echo_bot")
        let ann = try server.addPerson("ann")
        let client = try await TelegramClient.builder()
            .apiID(12345).apiHash("hash")
            .server(server.directory)
            .connect()
        try await client.signIn(botToken: account.token)
        let config = try await client.invoke(TL.help.GetConfig())
        XCTAssertEqual(config.thisDC, 1)

        let dispatcher = makeDispatcher()
        let run = Task { try await dispatcher.run(on: client) }
        try await ann.send("/start", to: account)
        try await ann.expect(.text("Hi! Say anything."))
        try await ann.send("*hello*", to: account)
        try await ann.expect(.text("You said *hello*"))
        run.cancel()
        await client.disconnect()
        server.stop()
    }
}
