// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTestSupport

/// What happens to the programs and to the server while they work.
struct SoakTroubles {
    private let programs: [SoakProgram]
    private let server: ServerProcess
    private let calls: CallLog
    private let counts: Tally
    private let taken = TakenPrograms(limit: 12)
    private var generator: SeededGenerator

    init(
        _ programs: [SoakProgram], _ server: ServerProcess, _ calls: CallLog, counts: Tally, seed: UInt64
    ) {
        (self.programs, self.server, self.calls, self.counts) = (programs, server, calls, counts)
        generator = SeededGenerator(seed: seed &+ 77)
    }

    private mutating func random(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &generator) }

    private func count(_ name: String) {
        counts.add(name)
    }

    /// Makes trouble until a point in time; at the end all programs run.
    mutating func run(until end: ContinuousClock.Instant) async {
        // Another group would keep what has ended until its own end.
        await withDiscardingTaskGroup { group in
            while ContinuousClock.now < end {
                try? await Task.sleep(for: .milliseconds(500 + random(1_500)))
                let (kind, index, draw) = (random(100), random(programs.count), random(1_000))
                guard let trouble = trouble(kind, programs[index], draw, until: end) else { continue }
                group.addTask { await trouble() }
            }
        }
    }

    private func trouble(
        _ kind: Int, _ program: SoakProgram, _ draw: Int, until end: ContinuousClock.Instant
    ) -> (@Sendable () async -> Void)? {
        switch kind {
        case 0..<50: return stop(program, draw, until: end)
        case 50..<60: return exchange(program)
        case 60..<70: return change(programs[programs.count - 1 - draw % SoakWorld.wanderers], draw)
        case 70..<78: return ask("drop", as: "connections dropped")
        case 78..<84:
            return ask("restart" + (draw.isMultiple(of: 3) ? " forgetting" : ""), as: "server restarted")
        case 84..<95: return jump(program, draw)
        default:
            let seconds = [-90, -20, 20, 90, 600, 3_600][draw % 6]
            return ask("clock \(seconds)", as: "server's clock put")
        }
    }

    private func ask(_ command: String, as name: String) -> @Sendable () async -> Void {
        count(name)
        let (server, calls) = (server, calls)
        return {
            do { try await server.ask(command) } catch { calls.fail("\(error)") }
        }
    }

    /// Runs something that happens to a program, unless something else does.
    private func taking(
        _ program: SoakProgram, as name: String, _ body: @escaping @Sendable () async throws -> Void
    ) -> (@Sendable () async -> Void)? {
        guard taken.take(program.number) else { return nil }
        count(name)
        let (taken, calls) = (taken, calls)
        return {
            do { try await body() } catch { calls.fail("\(name): \(error)") }
            taken.giveBack(program.number)
        }
    }

    private func stop(
        _ program: SoakProgram, _ draw: Int, until end: ContinuousClock.Instant
    ) -> (@Sendable () async -> Void)? {
        let stops = SoakProgram.Stop.allCases
        let stop = stops[draw % stops.count]
        // Most come back at once, some after a while.
        let absence = Duration.milliseconds(draw % 5 == 0 ? 1_000 + draw * 20 : draw * 2)
        return taking(program, as: stop.rawValue) {
            await program.stop(stop)
            try? await Task.sleep(until: min(.now + absence, end), clock: .continuous)
            try await program.start()
        }
    }

    private func exchange(_ program: SoakProgram) -> (@Sendable () async -> Void)? {
        taking(program, as: "listener exchanged") { await program.exchangeListener() }
    }

    private func change(_ program: SoakProgram, _ draw: Int) -> (@Sendable () async -> Void)? {
        taking(program, as: "account changed") {
            try await program.changeAccount(signsOut: draw.isMultiple(of: 2))
        }
    }

    private func jump(_ program: SoakProgram, _ draw: Int) -> (@Sendable () async -> Void)? {
        guard program.hasJumpingClock else { return nil }
        count("clocks put")
        return {
            switch draw % 4 {
            case 0: program.clock.putRight()
            case 1: program.clock.jump(by: .seconds((draw - 500) * 20), steady: .zero)
            // A machine that slept.
            case 2: program.clock.jump(by: .seconds(draw), steady: .seconds(draw))
            default: program.clock.jump(by: .seconds(draw - 500), steady: .seconds(draw % 40))
            }
        }
    }
}
