// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramTestSupport
import FerogramUpdateSupport

/// What one of the programs does: one thing after another.
struct SoakWorker: Sendable {
    let program: SoakProgram
    let world: SoakWorld
    let streams: [SoakStream]
    let ledger: StreamLedger
    let calls: CallLog
    let hangs: Bool
    private var generator: SeededGenerator
    private let own: [Int]
    private var number = 0

    init(
        _ program: SoakProgram, _ world: SoakWorld, _ streams: [SoakStream], _ ledger: StreamLedger, _ calls: CallLog,
        seed: UInt64, hangs: Bool
    ) {
        (self.program, self.world, self.streams) = (program, world, streams)
        (self.ledger, self.calls, self.hangs) = (ledger, calls, hangs)
        generator = SeededGenerator(seed: seed &* 1_000_003 &+ UInt64(program.number))
        own = streams.indices.filter { streams[$0].writer == program.number }
    }

    private mutating func random(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &generator) }

    /// Works until a point in time.
    mutating func work(until end: ContinuousClock.Instant) async {
        while ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(300 + random(1_200)))
            // The draws are the same whether the program is there or not.
            let (kind, draw) = (random(100), generator.next())
            number += 1
            guard let client = program.client else { continue }
            if hangs, number == 20 { await calls.note("hang", by: program.number) { try await Self.hang(until: end) } }
            await act(kind, draw, client)
        }
    }

    /// What a call does that never returns, as long as the soak lasts.
    private static func hang(until end: ContinuousClock.Instant) async throws {
        try await Task.sleep(until: end + .seconds(400), clock: .continuous)
    }

    private mutating func act(_ kind: Int, _ draw: UInt64, _ client: TelegramClient) async {
        switch kind {
        case 0..<52:
            guard !own.isEmpty else { return await call(draw, client) }
            await send(own[Int(draw % UInt64(own.count))], client)
        case 52..<58:
            // Several in a row.
            for index in own.prefix(3) {
                for _ in 0..<4 where program.client != nil { await send(index, client) }
            }
        case 58..<87: await call(draw, client)
        case 87..<93:
            let slug = "\(program.number)-\(number)"
            await calls.note("once", by: program.number, mayBeSignedOut: mayBeSignedOut) {
                _ = try await client.invoke(TL.account.DeleteBusinessChatLink(slug: slug))
            }
        case 93..<98: await transfer(client)
        default: await crowd(client)
        }
    }

    /// Sends the next message of a stream.
    @discardableResult
    func send(_ index: Int, _ client: TelegramClient) async -> Bool {
        let (number, beginning) = ledger.begin(index)
        let text = beginning + String(repeating: "x", count: number * 7 % 300)
        let destination = streams[index].destination
        let isSent = await calls.note("send", by: program.number) {
            switch destination {
            case .username(let name): _ = try await client.sendMessage(to: "@" + name, text)
            case .group(let id): _ = try await client.sendMessage(to: id, text)
            }
        }
        ledger.end(index, number, isSent: isSent)
        return isSent
    }

    /// Whether the program is sometimes signed in as nobody.
    private var mayBeSignedOut: Bool { program.role.isWanderer }

    private var stage: CallStage? {
        guard let client = program.client, let index = world.accounts.firstIndex(where: { $0.id == program.account.id })
        else { return nil }
        let people = SoakWorld.people
        // A bot writes to those who have written to it.
        let friend =
            !program.role.isBot
            ? (index + 5) % people
            : program.role.isWanderer ? index - people - SoakWorld.bots : index - people
        let bot = world.accounts[people + index % SoakWorld.bots].username
        return CallStage(
            client: client, friend: "@" + world.accounts[friend].username, bot: "@" + bot,
            club: "@" + world.clubs[index % people], number: number)
    }

    private func call(_ draw: UInt64, _ client: TelegramClient) async {
        guard let stage else { return }
        let rows = program.role.isBot ? CallRow.bots : CallRow.people
        let row = rows[Int(draw % UInt64(rows.count))]
        await calls.note(row.name, by: program.number, mayBeSignedOut: mayBeSignedOut) { try await row.run(stage) }
    }

    private mutating func transfer(_ client: TelegramClient) async {
        guard let stage else { return }
        var generator = SeededGenerator(seed: generator.next())
        let (calls, number) = (calls, program.number)
        await calls.note("file", by: number, mayBeSignedOut: mayBeSignedOut) {
            let size = try await SoakFiles.sendAndFetch(
                client, to: program.role.isBot ? stage.friend : "me", &generator)
            guard let size else { return calls.fail("program \(number): another file came back") }
            calls.noteFile(size)
        }
    }

    /// Many calls at once.
    private func crowd(_ client: TelegramClient) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<120 {
                group.addTask {
                    await calls.note("crowd", by: program.number, mayBeSignedOut: mayBeSignedOut) {
                        _ = try await client.invoke(TL.help.GetNearestDc())
                    }
                }
            }
        }
    }
}
