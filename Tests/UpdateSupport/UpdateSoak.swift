// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport

/// Four people with two programs each, who write to each other, in a basic group, in a supergroup and in a channel, while
/// the network fails and programs stop, crash and start again.
///
/// At the end each program must have heard what the server says it was to hear; see ``HeardCheck``.
package struct UpdateSoak: Sendable {
    /// How many things are done in a run.
    package static let operationCount = 500

    let server: LocalServer
    let clock: VirtualClock
    let people: [LocalPerson]
    let programs: [UpdateSoakProgram]
    let group: LocalGroup
    let supergroup: LocalChannel
    let channel: LocalChannel

    /// Runs several seeds, a few at a time.
    package static func run(
        _ seeds: Range<UInt64>, operations: Int = UpdateSoak.operationCount, atOnce: Int = 4
    ) async throws -> UpdateSoakSummary {
        let key = try await LocalServer.makeKey()
        return await withTaskGroup(of: UpdateSoakSummary.self) { group in
            var rest = seeds
            func begin() {
                guard let seed = rest.popFirst() else { return }
                group.addTask { await run(seed, operations, key) }
            }
            for _ in 0..<atOnce { begin() }
            var sum = UpdateSoakSummary()
            for await summary in group {
                sum.add(summary)
                begin()
            }
            return sum
        }
    }

    private static func run(_ seed: UInt64, _ operations: Int, _ key: RSAPrivateKey) async -> UpdateSoakSummary {
        let clock = VirtualClock()
        return await withTaskGroup(of: UpdateSoakSummary?.self) { group in
            group.addTask {
                await clock.runWhenQuiet()
                return nil
            }
            group.addTask {
                do {
                    let soak = try await UpdateSoak(seed, key, clock)
                    var life = UpdateSoakLife(soak, seed: seed)
                    let summary = await life.run(operations)
                    for program in soak.programs { await program.end() }
                    soak.server.stop()
                    return summary
                } catch {
                    var summary = UpdateSoakSummary()
                    summary.failures = ["seed \(seed): \(error)"]
                    return summary
                }
            }
            var summary = UpdateSoakSummary()
            for await result in group {
                guard let result else { continue }
                summary = result
                group.cancelAll()
            }
            return summary
        }
    }

    private init(_ seed: UInt64, _ key: RSAPrivateKey, _ clock: VirtualClock) async throws {
        let network = MemoryNetwork()
        var configuration = LocalServerConfiguration()
        configuration.ports = [0]
        configuration.seed = seed
        configuration.rsaKey = key
        configuration.time = clock.serverTime
        configuration.worldLimits.recordedUpdates = 1_000_000
        configuration.worldLimits.differenceSlice = 8
        configuration.worldLimits.loggedChanges = 60
        configuration.worldLimits.channelDifferenceSlice = 6
        configuration.worldLimits.loggedChannelChanges = 25
        configuration.sessionBounds.waitingUpdates = 10
        let server = try await LocalServer.start(configuration, in: network)
        self.server = server
        self.clock = clock
        people = try ["ann", "bob", "cyd", "dan"].map { try server.addPerson($0, username: $0) }
        let builder = TelegramClient.builder().apiID(1).apiHash("hash").server(server.directory).dialer(network)
            .time(clock.clientTime).catchUp(true).requestTimeout(.seconds(20))
        programs = people.flatMap { person in (0..<2).map { _ in UpdateSoakProgram(person, builder) } }
        for program in programs { try await program.signIn() }
        let (ann, bob) = (people[0], people[1])
        group = try await server.createGroup("Group", by: ann, with: Array(people.dropFirst()))
        supergroup = try await server.createSupergroup("Supergroup", by: ann, with: Array(people.dropFirst()))
        channel = try await server.createChannel("Channel", by: bob, with: people.filter { $0.id != bob.id })
        // All programs know both channels before anything goes wrong, as those of people do who have been in them.
        try await ann.send("Welcome", to: supergroup)
        try await bob.send("Welcome", to: channel)
        try await settle()
    }

    private func settle() async throws {
        for attempt in 1...5_000 {
            let isReady = programs.allSatisfy { program in
                let known = Set(
                    program.log.entries.compactMap { entry in
                        if case .event(let channel?, .newMessage, "Welcome"?) = entry { channel } else { nil }
                    })
                return known.count == 2
            }
            if isReady { return }
            // A channel begins with the first update to arrive, or with a word of where it is.
            if attempt.isMultiple(of: 100) {
                try await people[0].send("Welcome", to: supergroup)
                try await people[1].send("Welcome", to: channel)
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw UpdateSoakError("the programs do not hear of the channels")
    }

    // MARK: The end

    /// What is wrong with what the programs heard.
    func failures() -> [String] {
        var all: [Int64: [RecordedUpdate]] = [:]
        for number in people.map(\.id) + [supergroup.id, channel.id] { all[number] = server.record(of: number) }
        return programs.enumerated().compactMap { index, program in
            failure(of: program, all).map { "program \(index): \($0)" }
        }
    }

    private func failure(of program: UpdateSoakProgram, _ all: [Int64: [RecordedUpdate]]) -> String? {
        let told = all[program.person.id] ?? []
        var checks: [Int64?: HeardCheck] = [:]
        checks[nil] = HeardCheck(
            "account", all: told.filter { $0.channel == nil }, told: nil, after: 1, key: program.key)
        for chat in [supergroup, channel] {
            let changes = all[chat.id] ?? []
            let numbers = Set(told.filter { $0.channel == chat.channelID }.map(\.pts))
            let welcome = changes.last { $0.text == "Welcome" }?.pts ?? 0
            checks[chat.channelID] = HeardCheck(
                chat.title, all: changes, told: numbers, after: welcome, key: program.key)
        }
        for entry in program.log.entries {
            switch entry {
            case .event(let channel, let content, let text):
                guard checks[channel] != nil else { return "an unknown channel" }
                if let failure = checks[channel]?.take(content, text: text) { return failure }
            case .hole(let channel, let pts, let isInaccessible):
                checks[channel]?.hole(upTo: pts, isInaccessible: isInaccessible)
            case .restart(let pts, let channels, let isExact):
                for channel in checks.keys {
                    let stored = channel.map { channels[$0] } ?? pts
                    checks[channel]?.restart(from: stored, isExact: isExact)
                }
            }
        }
        return checks.values.compactMap { $0.finish() }.first
    }
}
