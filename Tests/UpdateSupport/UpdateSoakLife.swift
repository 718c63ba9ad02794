// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramMTSender
import FerogramTLTypes
import FerogramTestSupport

/// One run of a soak.
struct UpdateSoakLife {
    /// A message that somebody has sent, as the sender names it.
    struct Sent: Sendable {
        let program: Int
        let place: Int64
        let id: Int32
    }

    private let soak: UpdateSoak
    private let seed: UInt64
    private var generator: SeededGenerator
    private var summary = UpdateSoakSummary()
    private var sent: [Sent] = []
    private var stopped: Set<Int> = []
    /// The messages of the supergroup that were changed.
    private var changed: Set<Int32> = []
    private var number = 0

    init(_ soak: UpdateSoak, seed: UInt64) {
        self.soak = soak
        self.seed = seed
        generator = SeededGenerator(seed: seed)
    }

    private mutating func random(_ count: Int) -> Int { Int(generator.next() % UInt64(max(1, count))) }

    private static let faults: [(name: String, LocalFault.Kind, Double)] = [
        ("updates dropped", .dropUpdates, 0.02),
        ("updates lost", .loseUpdates, 0.01),
        ("updates duplicated", .duplicateUpdates, 0.02),
        ("updates delayed", .delayUpdates(.milliseconds(80)), 0.03),
        ("updates delayed", .delayUpdates(.milliseconds(900)), 0.01),
        ("answers lost", .loseAnswer, 0.005),
        ("answers lost", .closeAfterRunning, 0.01),
        ("calls lost", .closeBeforeRunning, 0.01),
        ("answers duplicated", .duplicateAnswer, 0.01),
        ("answers delayed", .delayAnswer(.milliseconds(300)), 0.02),
    ]

    mutating func run(_ operations: Int) async -> UpdateSoakSummary {
        let faults = Self.faults.map { name, kind, probability in
            (name, soak.server.inject(LocalFault(kind, occurrence: .probability(probability))))
        }
        await withTaskGroup(of: Sent?.self) { group in
            var running = 0
            for operation in 0..<operations {
                if operation % 25 == 24 { await disturb() }
                let work = nextWork()
                group.addTask { await work() }
                running += 1
                while running >= Self.atOnce, let result = await group.next() {
                    running -= 1
                    if let result { sent.append(result) }
                }
            }
            for await result in group { if let result { sent.append(result) } }
        }
        summary.operations += operations
        soak.server.removeFaults()
        for index in stopped.sorted() { await restart(index) }
        let failures = await comeToRest()
        for (name, id) in faults { summary.count(name, soak.server.occurrences(of: id)) }
        for (name, count) in soak.server.differenceAnswers { summary.count(name, count) }
        for program in soak.programs {
            summary.count("gap healed by waiting", program.healedGaps)
            for case .hole in program.log.entries { summary.count("hole told") }
            summary.heard += program.log.count
        }
        summary.runs = 1
        summary.failures += failures.map { "seed \(seed), \($0)" }
        return summary
    }

    /// How many calls are made at once.
    private static let atOnce = 10

    /// How long nothing may come before the programs are asked what they heard, on the clock of the run.
    private static let rest = Duration.seconds(100)
    /// How often the clock is looked at until then at most.
    private static let mostLooks = 15_000

    /// Waits until the programs have heard everything, or will not.
    private func comeToRest() async -> [String] {
        var failures: [String] = []
        for _ in 0..<8 {
            // A client that hears nothing for a quarter of an hour asks whether there is anything.
            soak.clock.advance(by: .seconds(901))
            // The clock goes on by itself when nothing in the process has anything to do, however busy the machine is.
            let end = soak.clock.elapsed + Self.rest
            var looks = 0
            while soak.clock.elapsed < end, looks < Self.mostLooks {
                try? await Task.sleep(for: .milliseconds(4))
                looks += 1
            }
            failures = soak.failures()
            if failures.isEmpty { break }
        }
        return failures
    }

    // MARK: Trouble

    private mutating func disturb() async {
        switch random(10) {
        case 0..<3:
            summary.count("connections dropped")
            soak.server.dropConnections()
        case 3..<5:
            await stop(crashes: false)
        case 5..<7:
            await stop(crashes: true)
        default:
            for index in stopped.sorted() where random(2) == 0 { await restart(index) }
            await burst()
        }
    }

    private mutating func stop(crashes: Bool) async {
        let index = random(soak.programs.count)
        guard !stopped.contains(index) else { return await restart(index) }
        if crashes {
            summary.count("crash")
            await soak.programs[index].crash()
        } else {
            let stop = UpdateSoakProgram.Stop.allCases[random(UpdateSoakProgram.Stop.allCases.count)]
            summary.count(stop.rawValue)
            if await soak.programs[index].stop(stop) { summary.count("exact restart") }
        }
        if random(3) == 0 { await restart(index) } else { stopped.insert(index) }
    }

    private mutating func restart(_ index: Int) async {
        stopped.remove(index)
        do {
            try await soak.programs[index].start()
        } catch {
            summary.failures.append("seed \(seed), program \(index): \(error)")
        }
    }

    /// More than a difference holds happens at once.
    private mutating func burst() async {
        let author = soak.people[random(2)]
        let count = [5, 12, 30, 80][random(4)]
        let places: [any LocalPeer] = [
            soak.group, soak.supergroup, soak.supergroup, soak.people[2 + random(2)],
        ]
        let place = places[random(places.count)]
        for _ in 0..<count {
            number += 1
            _ = try? await author.send("burst \(number)", to: place)
        }
    }

    // MARK: Work

    private mutating func nextWork() -> @Sendable () async -> Sent? {
        let program = random(soak.programs.count)
        guard let client = soak.programs[program].client else { return { nil } }
        let me = soak.programs[program].person
        number += 1
        let text = "text \(number)"
        let randomID = Int64(bitPattern: generator.next() | 1)
        let place = randomPlace(for: me)
        let peer = input(place, for: me)
        switch random(100) {
        case 0..<62:
            return {
                let updates = try? await client.invoke(
                    TL.messages.SendMessage(peer: peer, message: text, randomID: randomID))
                return updates?.sentID.map { Sent(program: program, place: place, id: $0) }
            }
        case 62..<74:
            guard let message = own(message: program) else { return { nil } }
            // Who has left and comes back begins somewhere, and could not tell several changes of one message apart.
            if message.place == soak.supergroup.id, !changed.insert(message.id).inserted { return { nil } }
            let peer = input(message.place, for: me)
            return {
                _ = try? await client.invoke(TL.messages.EditMessage(peer: peer, id: message.id, message: text))
                return nil
            }
        case 74..<81:
            return deletion(program, client, me)
        case 81..<91:
            return reading(place, client, me)
        case 91..<94:
            return {
                _ = try? await client.invoke(
                    TL.messages.SetTyping(peer: peer, action: .typing))
                return nil
            }
        case 94..<96:
            guard let message = own(message: program) else { return { nil } }
            let from = input(message.place, for: me)
            return {
                _ = try? await client.invoke(
                    TL.messages.ForwardMessages(fromPeer: from, id: [message.id], randomID: [randomID], toPeer: peer))
                return nil
            }
        default:
            return membership()
        }
    }

    private mutating func randomPlace(for person: LocalPerson) -> Int64 {
        switch random(10) {
        case 0..<4:
            let others = soak.people.filter { $0.id != person.id }
            return others[random(others.count)].id
        case 4..<6:
            return soak.group.id
        case 6..<9:
            return soak.supergroup.id
        default:
            return soak.channel.id
        }
    }

    private mutating func own(message program: Int) -> Sent? {
        let recent = sent.suffix(80).filter { $0.program == program }
        return recent.isEmpty ? nil : recent[random(recent.count)]
    }

    private mutating func deletion(
        _ program: Int, _ client: TelegramClient, _ me: LocalPerson
    ) -> @Sendable () async -> Sent? {
        guard let first = own(message: program) else { return { nil } }
        var ids = [first.id]
        while random(2) == 0, let more = own(message: program) {
            if more.place == first.place { ids.append(more.id) }
        }
        let all = ids
        guard let channel = inputChannel(first.place, for: me) else {
            return {
                _ = try? await client.invoke(TL.messages.DeleteMessages(revoke: true, id: all))
                return nil
            }
        }
        return {
            _ = try? await client.invoke(TL.channels.DeleteMessages(channel: channel, id: all))
            return nil
        }
    }

    private func reading(
        _ place: Int64, _ client: TelegramClient, _ me: LocalPerson
    ) -> @Sendable () async -> Sent? {
        if let channel = inputChannel(place, for: me) {
            return {
                _ = try? await client.invoke(TL.channels.ReadHistory(channel: channel, maxID: 0))
                return nil
            }
        }
        let peer = input(place, for: me)
        return {
            _ = try? await client.invoke(TL.messages.ReadHistory(peer: peer, maxID: 0))
            return nil
        }
    }

    /// Somebody leaves or comes again.
    private mutating func membership() -> @Sendable () async -> Sent? {
        summary.count("joins and leaves")
        let person = soak.people[2 + random(2)]
        let program = soak.programs.first { $0.person.id == person.id && $0.client != nil }
        let (group, supergroup, server) = (soak.group, soak.supergroup, soak.server)
        let input = TL.InputChannel.inputChannel(
            .init(channelID: supergroup.channelID, accessHash: server.accessHash(of: supergroup.id, for: person)))
        switch random(3) {
        case 0:
            return {
                if group.members.contains(person.id) {
                    try? await group.remove(person)
                } else {
                    try? await group.add(person)
                }
                return nil
            }
        case 1:
            return {
                if supergroup.members.contains(person.id) {
                    _ = try? await program?.client?.invoke(TL.channels.LeaveChannel(channel: input))
                } else {
                    try? await supergroup.add(person)
                }
                return nil
            }
        default:
            return {
                // In any case they are there again before long.
                if !supergroup.members.contains(person.id) { try? await supergroup.add(person) }
                if !group.members.contains(person.id) { try? await group.add(person) }
                return nil
            }
        }
    }

    // MARK: Names

    private func input(_ place: Int64, for person: LocalPerson) -> TL.InputPeer {
        let hash = soak.server.accessHash(of: place, for: person)
        if place == soak.group.id { return .chat(.init(chatID: soak.group.chatID)) }
        for chat in [soak.supergroup, soak.channel] where chat.id == place {
            return .channel(.init(channelID: chat.channelID, accessHash: hash))
        }
        return .user(.init(userID: place, accessHash: hash))
    }

    private func inputChannel(_ place: Int64, for person: LocalPerson) -> TL.InputChannel? {
        guard case .channel(let channel) = input(place, for: person) else { return nil }
        return .inputChannel(.init(channelID: channel.channelID, accessHash: channel.accessHash))
    }
}

extension TL.Updates {
    /// The id of the message that a call has sent.
    fileprivate var sentID: Int32? {
        switch self {
        case .updateShortSentMessage(let sent): sent.id
        case .updates(let batch):
            batch.updates.lazy.compactMap { update in
                if case .messageID(let update) = update { update.id } else { nil }
            }.first
        default: nil
        }
    }
}
