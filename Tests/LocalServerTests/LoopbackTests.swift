// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramLocalServer

/// The server as its users meet it: over sockets on this machine, and in memory.
final class LoopbackTests: XCTestCase {
    private func start(_ change: (inout LocalServerConfiguration) -> Void = { _ in }) async throws -> LocalServer {
        var configuration = LocalServerConfiguration()
        configuration.rsaKey = TestKey.rsa
        change(&configuration)
        return try await LocalServer.start(configuration)
    }

    func testEveryTransportLogsIn() async throws {
        let server = try await start()
        let ann = try server.addPerson("Ann")
        let transports: [TransportConfiguration] = [
            .plain(.abridged), .plain(.intermediate), .plain(.paddedIntermediate), .plain(.full),
            .obfuscated(.abridged), .obfuscated(.intermediate), .obfuscated(.paddedIntermediate),
        ]
        for transport in transports {
            let client = try await LoopbackClient.connect(to: server, transport: transport)
            try await client.logIn(as: ann)
            guard case .user(let user)? = try await client.invoke(TL.users.GetUsers(id: [.userSelf])).first else {
                return XCTFail("not logged in")
            }
            XCTAssertEqual(user.id, ann.id)
            client.close()
        }
        XCTAssertEqual(server.report().keyExchanges, transports.count)
    }

    func testAScriptTalksWithABot() async throws {
        let server = try await start()
        let ann = try server.person("ann")
        let bot = try server.addBot(username: "echo_bot", dataCenter: 2)
        let client = try await LoopbackClient.connect(to: server, dataCenter: 2)
        try await client.logIn(as: bot)
        try await ann.send("/start", to: bot)
        guard case .updates(let updates) = try await client.nextUpdates(),
            case .newMessage(let update)? = updates.updates.first, case .message(let message) = update.message
        else { return XCTFail("the bot hears nothing") }
        XCTAssertEqual(message.message, "/start")
        let markup = TL.ReplyMarkup.inline(
            .init(rows: [.init(buttons: [.init(text: "Yes", type: .callback(.init(data: [7])))])]))
        _ = try await client.invoke(
            TL.messages.SendMessage(
                peer: .user(.init(userID: ann.id, accessHash: 0)), message: "Hi", randomID: 1, replyMarkup: markup))
        let greeting = try await ann.expect(.text("Hi"), from: bot)
        XCTAssertEqual(greeting.buttons, [["Yes"]])
        async let answer = ann.press("Yes", under: greeting)
        guard case .updates(let pressed) = try await client.nextUpdates(),
            case .botCallbackQuery(let query)? = pressed.updates.first
        else { return XCTFail("the bot hears nothing") }
        XCTAssertEqual(query.data, [7])
        _ = try await client.invoke(
            TL.messages.SetBotCallbackAnswer(queryID: query.queryID, message: "Good", cacheTime: 0))
        let text = try await answer.message
        XCTAssertEqual(text, "Good")
        XCTAssertEqual(ann.history(with: bot).map(\.text), ["/start", "Hi"])
        client.close()
    }

    func testWhatWasExpectedIsNotFoundAgain() async throws {
        let server = try await start()
        let (ann, bob) = (try server.person("ann"), try server.person("bob"))
        try await ann.send("one", to: bob)
        try await ann.send("two", to: bob)
        try await bob.expect(.text("one"))
        try await bob.expect(.contains("tw"))
        do {
            try await bob.expect(.any, within: .milliseconds(1))
            XCTFail("nothing is left")
        } catch LocalServerError.nothingCame(let expected, let messages) {
            XCTAssertEqual(expected, "any message")
            XCTAssertEqual(messages, [])
        }
        // Waiting begins before the message comes.
        async let third = bob.expect(.text("three"))
        try await ann.send("other", to: bob)
        try await ann.send("three", to: bob)
        let id = try await third.id
        XCTAssertEqual(id, 4)
        await bob.read(from: ann)
        let edited = try await ann.edit(ann.history(with: bob)[0], to: "uno")
        XCTAssertTrue(edited.isEdited)
        await ann.delete(edited)
        XCTAssertEqual(bob.history(with: ann).map(\.text), ["two", "other", "three"])
    }

    func testAHandlerStandsInForAMethod() async throws {
        let server = try await start()
        let ann = try server.addPerson("Ann")
        server.handle(TL.help.GetSupport.self) { call in
            guard call.account == ann.id else { throw RPCFailure(403, TLErrorName(rawValue: "NOT_ANN")) }
            throw RPCFailure(420, .floodWait, value: 7)
        }
        server.handle(TL.users.GetUsers.self) { call in
            let users = try await call.standardAnswer()
            return users + users
        }
        let client = try await LoopbackClient.connect(to: server)
        do {
            _ = try await client.invoke(TL.help.GetSupport())
            XCTFail("it must fail")
        } catch let failure as RPCFailure {
            XCTAssertEqual(failure.name, "NOT_ANN")
        }
        try await client.logIn(as: ann)
        do {
            _ = try await client.invoke(TL.help.GetSupport())
            XCTFail("it must fail")
        } catch let failure as RPCFailure {
            XCTAssertEqual("\(failure)", "420 FLOOD_WAIT_7")
        }
        let users = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
        XCTAssertEqual(users.count, 2)
        server.handle(TL.users.GetUsers.self, with: nil)
        let single = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
        XCTAssertEqual(single.count, 1)
        client.close()
    }

    func testACallThatIsOneTooManyForHandlersIsAnsweredAtOnce() async throws {
        let server = try await start { $0.sessionBounds.handlers = 1 }
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let (begun, beginner) = AsyncStream.makeStream(of: Void.self)
        server.handle(TL.help.GetSupport.self) { _ in
            beginner.yield()
            for await _ in gate { break }
            throw RPCFailure(400, TLErrorName(rawValue: "DONE"))
        }
        let client = try await LoopbackClient.connect(to: server)
        try await client.logIn(as: server.addPerson("Ann"))
        let watchdog = Task {
            try await Task.sleep(for: .seconds(30))
            client.close()
        }
        defer { watchdog.cancel() }
        async let first = failure { try await client.invoke(TL.help.GetSupport()) }
        for await _ in begun { break }
        // Nothing else happens that could carry the answer along.
        let second = try await failure { try await client.invoke(TL.help.GetSupport()) }
        XCTAssertEqual(second, "420 FLOOD_WAIT_1")
        opener.yield()
        let answered = try await first
        XCTAssertEqual(answered, "400 DONE")
        client.close()
    }

    func testPacketsThatAreHeldBackAreBoundedAndEndWithTheServer() async throws {
        let clock = VirtualClock()
        let server = try await start { configuration in
            configuration.sessionBounds.handlers = 1
            configuration.sessionBounds.delayedPackets = 1
            configuration.time = LocalTime(
                sinceEpoch: { WallClock.sinceEpoch },
                sleep: { duration in try await clock.sleep(until: clock.elapsed + duration) })
        }
        server.handle(TL.help.GetSupport.self) { _ in throw RPCFailure(400, TLErrorName(rawValue: "DONE")) }
        let client = try await LoopbackClient.connect(to: server)
        try await client.logIn(as: server.addPerson("Ann"))
        let watchdog = Task {
            try await Task.sleep(for: .seconds(30))
            client.close()
        }
        defer { watchdog.cancel() }
        server.inject(LocalFault(.delayAnswer(.seconds(60)), methods: ["help.getNearestDc"]))
        async let first = client.invoke(TL.help.GetNearestDc()).thisDC
        while clock.sleeperCount == 0 { try await Task.sleep(for: .milliseconds(1)) }
        XCTAssertEqual(server.core.delayCount, 1)
        // There is room for no other packet, but for a handler.
        let second = try await client.invoke(TL.help.GetNearestDc()).thisDC
        let handled = try await failure { try await client.invoke(TL.help.GetSupport()) }
        XCTAssertEqual(second, 1)
        XCTAssertEqual(handled, "400 DONE")
        clock.advance(by: .seconds(60))
        let late = try await first
        XCTAssertEqual(late, 1)
        async let lost = failure { try await client.invoke(TL.help.GetNearestDc()) }
        while clock.sleeperCount == 0 { try await Task.sleep(for: .milliseconds(1)) }
        server.stop()
        XCTAssertEqual(server.core.delayCount, 0)
        do {
            _ = try await lost
            XCTFail("the answer never came")
        } catch is ConnectionError {
        }
        while clock.sleeperCount > 0 { await Task.yield() }
    }

    func testAnUnknownKeyIsRefused() async throws {
        let server = try await start()
        let client = try await LoopbackClient.connect(to: server)
        client.send([UInt8](repeating: 7, count: 88))
        let codes = await client.untilClosed()
        XCTAssertEqual(codes, [-404])
    }

    func testLongMessagesTravelCompressed() async throws {
        let server = try await start()
        let (ann, bob) = (try server.person("ann"), try server.person("bob"))
        let client = try await LoopbackClient.connect(to: server)
        try await client.logIn(as: ann)
        let resolved = try await client.invoke(TL.contacts.ResolveUsername(username: "bob"))
        guard case .user(let user)? = resolved.users.first, let hash = user.accessHash else { return XCTFail("no bob") }
        let text = String(repeating: "long ", count: 800) + "end"
        _ = try await client.invoke(
            TL.messages.SendMessage(
                peer: .user(.init(userID: bob.id, accessHash: hash)), message: text, randomID: 1))
        try await bob.expect(.text(text))
        let history = try await client.invoke(
            TL.messages.GetHistory(
                peer: .user(.init(userID: bob.id, accessHash: hash)), offsetID: 0, offsetDate: 0, addOffset: 0,
                limit: 1, maxID: 0, minID: 0, hash: 0))
        guard case .messages(let messages) = history, case .message(let message)? = messages.messages.first else {
            return XCTFail("no history")
        }
        XCTAssertEqual(message.message, text)
        client.close()
    }

    func testAClientThatDoesNotReadIsNotRead() async throws {
        // Little fits into the network, so answers pile up at the server.
        let network = MemoryNetwork(capacity: 16 << 10)
        var configuration = LocalServerConfiguration()
        configuration.rsaKey = TestKey.rsa
        let server = try await LocalServer.start(configuration, in: network)
        let client = try await LoopbackClient.connect(to: server, through: network)
        try await client.logIn(as: server.person("ann"))
        let watchdog = Task {
            try await Task.sleep(for: .seconds(30))
            client.close()
        }
        defer { watchdog.cancel() }
        client.pauseReading()
        try await withThrowingTaskGroup(of: Int32.self) { group in
            var count = 0
            while !server.core.isHoldingBack {
                guard count < 5000 else { return XCTFail("the server goes on reading") }
                count += 1
                group.addTask { try await client.invoke(TL.help.GetConfig()).thisDC }
                // Each call shall travel in a packet of its own.
                try await Task.sleep(for: .microseconds(100))
            }
            // These are read when there is room again.
            for _ in 0..<20 { group.addTask { try await client.invoke(TL.help.GetConfig()).thisDC } }
            client.resumeReading()
            for try await number in group { XCTAssertEqual(number, 1) }
        }
        client.close()
    }

    func testTheTimeForWaitingBeginsWithTheWait() async throws {
        // The clock says that the time is over as soon as it is asked, and whether anybody was waiting then.
        let server = Lock<LocalServer?>(nil)
        let tooEarly = Lock(0)
        let running = try await start { configuration in
            configuration.time = LocalTime(
                sinceEpoch: { WallClock.sinceEpoch },
                sleep: { _ in
                    if server.withLock({ $0 })?.core.isAwaited == false { tooEarly.withLock { $0 += 1 } }
                })
        }
        server.withLock { $0 = running }
        defer { server.withLock { $0 = nil } }
        let ann = try running.addPerson("Ann")
        let watchdog = Task {
            try await Task.sleep(for: .seconds(30))
            running.stop()
        }
        defer { watchdog.cancel() }
        for _ in 0..<500 {
            do {
                _ = try await ann.expect(within: .zero)
                XCTFail("nothing came")
            } catch LocalServerError.nothingCame {
            }
        }
        XCTAssertEqual(tooEarly.withLock { $0 }, 0)
    }

    func testStoppingClosesEverything() async throws {
        let server = try await start()
        let ann = try server.addPerson("Ann")
        let client = try await LoopbackClient.connect(to: server)
        let waiting = Task { try await ann.expect(.text("never"), within: .seconds(60)) }
        while !server.core.isAwaited { await Task.yield() }
        server.stop()
        server.stop()
        _ = await client.untilClosed()
        do {
            _ = try await waiting.value
            XCTFail("nothing came")
        } catch {
            XCTAssertTrue(error is CancellationError)
        }
        do {
            _ = try await LoopbackClient.connect(to: server)
            XCTFail("nobody listens")
        } catch let error as ConnectionError {
            XCTAssertEqual(error.code, .refused)
        }
    }

    func testAServerThatIsDroppedIsGone() async throws {
        weak var core: ServerCore?
        let client: LoopbackClient
        do {
            let server = try await start()
            core = server.core
            client = try await LoopbackClient.connect(to: server)
        }
        _ = await client.untilClosed()
        // The last reference is that of the I/O thread's call, which is about to end.
        for _ in 0..<5000 where core != nil { try await Task.sleep(for: .milliseconds(1)) }
        XCTAssertNil(core)
    }

    func testAPortThatIsTaken() async throws {
        let server = try await start { $0.ports = [0] }
        let port = server.dataCenters[0].port
        do {
            _ = try await start { $0.ports = [0, port] }
            XCTFail("the port is taken")
        } catch LocalServerError.cannotListen(let taken, _) {
            XCTAssertEqual(taken, port)
        }
    }

    func testInMemory() async throws {
        let network = MemoryNetwork()
        var configuration = LocalServerConfiguration()
        configuration.rsaKey = TestKey.rsa
        let server = try await LocalServer.start(configuration, in: network)
        let ann = try server.addPerson("Ann", dataCenter: 3)
        let client = try await LoopbackClient.connect(
            to: server, dataCenter: 3, transport: .obfuscated(.paddedIntermediate), through: network)
        try await client.logIn(as: ann)
        let config = try await client.invoke(TL.help.GetConfig())
        XCTAssertEqual(config.dcOptions.map(\.port), [1, 2, 3])
        client.close()
        server.stop()
    }
}

/// What a call is refused with, in words.
private func failure(_ body: @Sendable () async throws -> some Sendable) async throws -> String {
    do {
        _ = try await body()
        return "none"
    } catch let failure as RPCFailure {
        return "\(failure)"
    }
}
