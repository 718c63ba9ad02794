// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramUpdateSupport
import Foundation

/// One soak from its beginning to its verdict.
final class SoakRun: Sendable {
    private let options: SoakOptions
    private let calls = CallLog()
    private let troubles = Tally()
    private let figures = Lock(SoakFigures())
    private let begun = ContinuousClock.now

    init(_ options: SoakOptions) {
        self.options = options
    }

    /// How long anything may take at the end, when nothing goes wrong any more.
    private static let patience = Duration.seconds(90)
    private static let lineEvery = Duration.seconds(10)

    /// Runs the soak.
    ///
    /// - Returns: Whether it found nothing.
    /// - Throws: An error if it could not run.
    func run() async throws -> Bool {
        let folder = FileManager.default.temporaryDirectory.appending(path: "soak-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = try await ServerProcess(options)
        defer { server.stop() }
        let world = server.world
        let streams = world.streams
        let roles = SoakWorld.programs
        let ledger = StreamLedger(
            streams.map { StreamLedger.Stream(writer: $0.writer, audience: $0.audience) },
            accounts: roles.map { $0.accounts[0] })
        let ears = SoakEars(ledger, options.breakage)
        // What the process keeps anyway, it has from here on.
        let before = (
            descriptors: SoakFigures.descriptors, threads: SoakFigures.threads, memory: SoakFigures.memory
        )
        let programs = try roles.indices.map {
            try SoakProgram($0, world, ears, folder: folder, seed: options.seed)
        }
        let workers = programs.map {
            SoakWorker(
                $0, world, streams, ledger, calls, seed: options.seed,
                hangs: options.breakage == .hang && $0.number == 3)
        }
        Lines.write("seed \(options.seed): \(programs.count) clients, \(streams.count) streams of messages")
        try await prepare(programs, workers, streams, ledger)
        Lines.write("everybody hears everybody after \(Self.seconds(.now - begun)); now things go wrong")
        try await server.ask("faults")
        for program in programs { program.network.storm() }
        await work(programs, workers, server, ears)

        try await server.ask("calm")
        for program in programs {
            program.network.calm()
            program.clock.putRight()
        }
        await comeToRest(programs, workers, streams, ledger)
        let report = try await server.report()
        await withTaskGroup(of: Void.self) { group in
            for program in programs { group.addTask { await program.stop(.byShuttingDown) } }
        }
        let verdict = SoakVerdict(
            calls: calls, ledger: ledger, ears: ears, figures: figures.withLock(\.self), server: report,
            troubles: troubles.counts, leftBehind: await leftBehind(before))
        Lines.write(verdict.text)
        return verdict.isClean
    }

    private static func seconds(_ duration: Duration) -> String { "\(duration.components.seconds) s" }

    // MARK: The beginning

    /// Starts all programs and has a message go through each stream.
    private func prepare(
        _ programs: [SoakProgram], _ workers: [SoakWorker], _ streams: [SoakStream], _ ledger: StreamLedger
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for program in programs { group.addTask { try await program.start() } }
            try await group.waitForAll()
        }
        // Bots write to those who have written to them.
        for isOfBots in [false, true] {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in streams.indices where programs[streams[index].writer].role.isBot == isOfBots {
                    group.addTask {
                        let writer = streams[index].writer
                        guard let client = programs[writer].client, await workers[writer].send(index, client) else {
                            throw SoakError("the first message of stream \(index) cannot be sent")
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        let end = ContinuousClock.now + Self.patience
        while case let silent = ledger.silent, !silent.isEmpty {
            guard ContinuousClock.now < end else {
                let named = silent.prefix(5).map { "of stream \($0.stream) by program \($0.program)" }
                throw SoakError("\(silent.count) first messages are not heard: \(named.joined(separator: ", "))")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        for program in programs { try await program.client?.saveSession() }
    }

    // MARK: The middle

    private func work(
        _ programs: [SoakProgram], _ workers: [SoakWorker], _ server: ServerProcess, _ ears: SoakEars
    ) async {
        let end = ContinuousClock.now + options.duration
        let ticker = Task { await self.tick(programs, server, ears) }
        let over = Tally()
        let tasks =
            workers.map { worker in
                Task {
                    var worker = worker
                    await worker.work(until: end)
                    over.add("tasks")
                }
            }
            + [
                Task {
                    var work = SoakTroubles(programs, server, calls, counts: troubles, seed: options.seed)
                    await work.run(until: end)
                    over.add("tasks")
                }
            ]
        // What hangs must not hang the soak.
        while over.counts["tasks"] != tasks.count, ContinuousClock.now < end + Self.patience {
            try? await Task.sleep(for: .milliseconds(100))
        }
        if over.counts["tasks"] != tasks.count {
            calls.close()
            for task in tasks { task.cancel() }
        }
        ticker.cancel()
        await ticker.value
    }

    /// Writes a line every 10 seconds.
    private func tick(_ programs: [SoakProgram], _ server: ServerProcess, _ ears: SoakEars) async {
        let step = max(.milliseconds(500), min(Self.lineEvery, options.duration / 60))
        var next = ContinuousClock.now + Self.lineEvery
        while !Task.isCancelled {
            figures.withLock { $0.sample() }
            calls.look()
            if ContinuousClock.now >= next {
                next += Self.lineEvery
                if let report = try? await server.report() { Lines.write(line(programs, ears, report)) }
            }
            try? await Task.sleep(for: step)
        }
    }

    private func line(_ programs: [SoakProgram], _ ears: SoakEars, _ server: SoakServer.Report) -> String {
        let counts = ears.ledger.counts
        let (succeeded, failed) = calls.counts
        let files = calls.files
        let up = programs.count { $0.client != nil }
        return """
            \(Self.seconds(.now - begun)): \(up) clients up, \(succeeded) calls (\(failed) failed), \(counts.sent) sent, \
            \(counts.heard) heard (\(counts.again) again), \(files.count) files (\(files.bytes >> 20) MiB), \
            lost \(counts.lost), repeated \(counts.repeated), out of order \(counts.outOfOrder), \
            foreign \(counts.foreign), run twice \(server.ranTwice); \(SoakFigures.descriptors) descriptors, \
            \(SoakFigures.threads) threads, \(SoakFigures.memory >> 20) MiB, server \(server.memory >> 20) MiB; \
            longest pending: \(calls.oldest)
            """
    }

    // MARK: The end

    /// Starts what is stopped, has a last message go through each stream, and waits until everything was heard.
    private func comeToRest(
        _ programs: [SoakProgram], _ workers: [SoakWorker], _ streams: [SoakStream], _ ledger: StreamLedger
    ) async {
        await withTaskGroup(of: Void.self) { group in
            for program in programs where program.client == nil {
                group.addTask {
                    do { try await program.start() } catch { self.calls.fail("at the end: \(error)") }
                }
            }
        }
        await withTaskGroup(of: Void.self) { group in
            for index in streams.indices {
                group.addTask {
                    let writer = streams[index].writer
                    for _ in 0..<5 {
                        if let client = programs[writer].client, await workers[writer].send(index, client) { return }
                    }
                    self.calls.fail("the last message of stream \(index) cannot be sent")
                }
            }
        }
        // As long as something comes now and then.
        var (heard, since) = (-1, ContinuousClock.now)
        while !ledger.missing().isEmpty, ContinuousClock.now - since < Self.patience {
            let now = ledger.counts.heard
            if now != heard { (heard, since) = (now, .now) }
            try? await Task.sleep(for: .milliseconds(100))
        }
        ledger.close()
    }

    /// What the process holds more than before, a moment after everything was stopped.
    private func leftBehind(_ before: (descriptors: Int, threads: Int, memory: Int)) async -> [String] {
        var problems: [String] = []
        // The I/O thread closes descriptors in a moment, and threads of Dispatch that have nothing to do go after some
        // seconds: if nobody keeps them busy by looking often.
        for pause in [0.1, 1, 7, 7] {
            try? await Task.sleep(for: .seconds(pause))
            problems = []
            let now = (
                descriptors: SoakFigures.descriptors, threads: SoakFigures.threads, memory: SoakFigures.memory
            )
            if now.descriptors > before.descriptors + 8 {
                problems.append("descriptors are left: \(before.descriptors) → \(now.descriptors)")
            }
            // Idle threads of Dispatch leave when they like; eight more than usual were seen.
            if now.threads > before.threads + 16 {
                problems.append("threads are left: \(before.threads) → \(now.threads)")
            }
            if now.memory > before.memory + SoakFigures.allowedMemory {
                problems.append("memory is left: \(before.memory >> 20) → \(now.memory >> 20) MiB")
            }
            if problems.isEmpty { break }
        }
        return problems
    }
}
