// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramLocalServer
import FerogramSession
import FerogramTestSupport

/// One run of a dispatcher's soak.
struct DispatcherSoakLife {
    /// A client with a dispatcher that runs on it.
    private struct Program {
        let client: TelegramClient
        var run: Task<Void, any Error>
    }

    private let seed: UInt64
    private let server: LocalServer
    private let builder: ClientBuilder
    private let bot: LocalBot
    private let other: LocalBot
    private let people: [LocalPerson]
    private let log = HandledLog()
    private let dispatcher = Dispatcher(concurrency: 3)
    private var storage = MemorySessionStorage()
    private var generator: SeededGenerator
    private var sent: [Int64: Int] = [:]
    private var summary = DispatcherSoak.Summary()

    init(_ seed: UInt64, _ key: RSAPrivateKey, _ clock: VirtualClock) async throws {
        self.seed = seed
        generator = SeededGenerator(seed: seed)
        let network = MemoryNetwork()
        var configuration = LocalServerConfiguration()
        configuration.ports = [0]
        configuration.seed = seed
        configuration.rsaKey = key
        configuration.time = clock.serverTime
        configuration.worldLimits.differenceSlice = 8
        server = try await LocalServer.start(configuration, in: network)
        let server = server
        bot = try server.addBot(username: "one_bot")
        other = try server.addBot(username: "two_bot")
        people = try (0..<6).map { try server.addPerson("person\($0)") }
        builder = TelegramClient.builder().apiID(1).apiHash("hash").server(server.directory).dialer(network)
            .time(clock.clientTime).requestTimeout(.seconds(20)).updateCapacity(32)
        let log = log
        dispatcher.onError { error, _ in
            // Answers get lost with their connections; what the end brings about is no failure of a handler.
            guard let error = error as? InvocationError else { return log.fail("a handler failed: \(error)") }
            switch error {
            case .disconnected, .cancelled, .sessionEnded: log.fail("a handler was blamed for the end: \(error)")
            default: return
            }
        }
        dispatcher.onMessage { message in
            guard let number = Int(message.text), case .user(let person) = message.chatID else { return }
            log.begin(number, of: person)
            switch number % 4 {
            case 0: try await message.respond("noted \(number)")
            case 1: try await Task.sleep(for: .microseconds(500))
            case 2:
                try await message.respond("one")
                await Task.yield()
                try await message.respond("two")
            default: break
            }
            log.finish(number, of: person)
        }
    }

    private mutating func random(_ count: Int) -> Int { Int(generator.next() % UInt64(max(1, count))) }

    private func start(as account: LocalBot, replacing: Bool = false) async throws -> Program {
        var client: TelegramClient?
        for _ in 0..<50 where client == nil { client = try? await builder.session(storage).connect() }
        guard let client else { throw UpdateSoakError("the client cannot connect") }
        try await client.signIn(botToken: account.token, replacesAccount: replacing)
        let dispatcher = dispatcher
        return Program(client: client, run: Task { try await dispatcher.run(on: client) })
    }

    mutating func run(_ operations: Int) async throws -> DispatcherSoak.Summary {
        var program = try await start(as: bot)
        let faults: [(LocalFault.Kind, Double)] = [
            (.delayAnswer(.milliseconds(400)), 0.1), (.dropUpdates, 0.02), (.delayUpdates(.milliseconds(80)), 0.03),
            (.duplicateAnswer, 0.01),
        ]
        for (kind, probability) in faults { server.inject(LocalFault(kind, occurrence: .probability(probability))) }
        for operation in 0..<operations {
            let person = people[random(people.count)]
            let number = sent[person.id] ?? 0
            try await person.send("\(number)", to: bot)
            sent[person.id] = number + 1
            if random(8) == 0 { await Task.yield() }
            if operation % 20 == 19 { try await disturb(&program) }
        }
        server.removeFaults()
        try await comeToRest(program)
        server.stop()
        summary.runs = 1
        summary.sent = operations
        summary.handled = log.handled
        summary.repeated = log.repeated
        summary.failures = log.failures.prefix(3).map { "seed \(seed): \($0)" }
        return summary
    }

    private mutating func count(_ name: String) {
        summary.counts[name, default: 0] += 1
    }

    private mutating func disturb(_ program: inout Program) async throws {
        let (client, run) = (program.client, program.run)
        switch random(7) {
        case 0:
            count("dropped")
            server.dropConnections()
        case 1, 2:
            count("cancelled")
            run.cancel()
            _ = await run.result
            let dispatcher = dispatcher
            program.run = Task { try await dispatcher.run(on: client) }
        case 3:
            count("disconnected")
            await client.disconnect()
            log.stop()
            _ = await run.result
            log.start()
            program = try await start(as: bot)
        case 4:
            count("shut down")
            await client.shutdown()
            log.stop()
            _ = await run.result
            log.start()
            program = try await start(as: bot)
        case 5:
            count("crashed")
            let data = await storage.data
            storage = MemorySessionStorage(data)
            await client.disconnect()
            _ = await run.result
            program = try await start(as: bot)
        default:
            try await changeAccount(&program)
        }
    }

    /// Another bot takes the client over, while a copy of the session waits for the first bot to come back.
    private mutating func changeAccount(_ program: inout Program) async throws {
        count("account changed")
        program.run.cancel()
        _ = await program.run.result
        let kept = await storage.data
        let client = program.client
        try await client.signIn(botToken: other.token, replacesAccount: true)
        // What waited for the first bot is not the second one's: whatever is begun now would be noted as failure.
        log.stop()
        let dispatcher = dispatcher
        let run = Task { try await dispatcher.run(on: client) }
        for _ in 0..<20 { await Task.yield() }
        await client.disconnect()
        _ = await run.result
        log.start()
        // The key is the second bot's now.
        var returned = SessionData()
        returned.updates = kept.updates
        returned.channels = kept.channels
        returned.peers = kept.peers
        returned.stateOwner = kept.account?.userID
        storage = MemorySessionStorage(returned)
        program = try await start(as: bot)
    }

    /// Waits until every message was handled.
    private func comeToRest(_ program: Program) async throws {
        // As long as something is handled now and then, however slow the machine is.
        var (handled, looks) = (log.handled, 0)
        while looks < 20_000, !sent.allSatisfy({ log.done($0.key) >= $0.value }) {
            try await Task.sleep(for: .milliseconds(1))
            looks = log.handled == handled ? looks + 1 : 0
            handled = log.handled
        }
        for (person, count) in sent where log.done(person) < count {
            log.fail("of \(count) messages of \(person) \(log.done(person)) were handled")
        }
        await program.client.shutdown()
        log.stop()
        _ = await program.run.result
        // A shutdown that waited for all handlers leaves nothing to come again.
        let before = log.repeated
        log.start()
        let next = try await start(as: bot)
        for person in people { try await person.send("the end", to: bot) }
        for _ in 0..<20 { try await Task.sleep(for: .milliseconds(1)) }
        await next.client.shutdown()
        _ = await next.run.result
        if log.repeated != before { log.fail("\(log.repeated - before) messages came again after a shutdown") }
    }
}
