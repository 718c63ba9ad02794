// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramBase
internal import FerogramMTProto

/// Tries several ways, each some time after the one before it, and takes the first that works.
package enum StaggeredRace {
    /// The usual time after which the next way is tried beside those that have not answered (RFC 8305, section 5).
    package static let usualDelay = Duration.milliseconds(250)

    /// No way worked.
    package struct Failure: Error {
        /// Why, for each way in order; of the ways that were not tried there is none.
        package let errors: [any Error]
    }

    private enum Event<Value: Sendable>: Sendable {
        case succeeded(Int, Value)
        case failed(Int, any Error)
        case elapsed(timer: Int)
    }

    /// Runs a race.
    ///
    /// It comes back when all attempts have ended, which those that lost must do soon after they were cancelled.
    ///
    /// - Parameters:
    ///   - ways: The ways in the order of preference.
    ///   - delays: For each way, how long after the one before it to try it at the latest.
    ///   - thread: The thread that keeps the time.
    ///   - attempt: Tries a way; it is cancelled when another one has won, or the race was cancelled.
    ///   - discard: Takes what a way gave that did not win.
    /// - Returns: Which way won, and what it gave.
    /// - Throws: ``Failure``; if the task was cancelled, without any success.
    package static func run<Way: Sendable, Value: Sendable>(
        _ ways: [Way], delays: [Duration], on thread: IOThread,
        attempt: @escaping @Sendable (Way) async throws -> Value,
        discard: @escaping @Sendable (Value) -> Void
    ) async throws(Failure) -> (way: Int, value: Value) {
        precondition(ways.count == delays.count, "each way has its delay")
        let result: (winner: (way: Int, value: Value)?, errors: [(Int, any Error)]) = await withTaskGroup(
            of: Event<Value>.self
        ) { group in
            var race = AddressRace(delays: delays)
            var winner: (way: Int, value: Value)?
            var errors: [(Int, any Error)] = []
            var actions = race.start()
            while true {
                // Before anybody can see the attempts that this instant begins.
                let now = thread.now
                for action in actions {
                    switch action {
                    case .attempt(let index):
                        let way = ways[index]
                        group.addTask {
                            do {
                                return .succeeded(index, try await attempt(way))
                            } catch {
                                return .failed(index, error)
                            }
                        }
                    case .arm(let delay, let timer):
                        group.addTask {
                            await Self.sleep(until: now + delay, on: thread)
                            return .elapsed(timer: timer)
                        }
                    case .win, .giveUp:
                        group.cancelAll()
                    }
                }
                guard let event = await group.next() else { break }
                switch event {
                case .succeeded(let way, let value):
                    actions = race.succeeded(way)
                    if actions.isEmpty || Task.isCancelled { discard(value) } else { winner = (way, value) }
                case .failed(let way, let error):
                    errors.append((way, error))
                    actions = race.failed(way)
                case .elapsed(let timer):
                    actions = race.delayElapsed(timer)
                }
                if Task.isCancelled { actions = [.giveUp] }
            }
            return (winner, errors)
        }
        if let winner = result.winner { return winner }
        throw Failure(errors: result.errors.sorted { $0.0 < $1.0 }.map(\.1))
    }

    /// Waits on the clock of a thread, or until the task is cancelled.
    private static func sleep(until deadline: MonotonicTime, on thread: IOThread) async {
        let wait = IOWait<Void>(on: thread)
        guard (try? wait.begin(descriptor: nil, deadline: deadline)) != nil else { return }
        _ = try? await wait.value()
    }
}

extension StaggeredRace.Failure {
    /// The failure of a race of connections as one error: that of the preferred way, with the others in it.
    package var connectionError: ConnectionError {
        let errors = errors.compactMap { $0 as? ConnectionError }
        // An attempt that was cancelled says less than any other.
        guard let first = errors.first(where: { $0.code != .cancelled }) ?? errors.first else {
            return ConnectionError(.cancelled)
        }
        return first.among(errors.filter { $0 != first && $0.code != .cancelled })
    }
}
