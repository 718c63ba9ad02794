// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender

/// Passes on the updates of one account, and connects its client anew after failures.
///
/// It has a task only while there is something to do, so that idle accounts are small.
final class AccountSupervisor: Sendable {
    /// What is the same for all accounts of a manager.
    final class Rules: Sendable {
        let funnel = UpdateFunnel()
        let restartPolicy: any ConnectionRestartPolicy

        init(_ restartPolicy: any ConnectionRestartPolicy) {
            self.restartPolicy = restartPolicy
        }
    }

    private struct State {
        var client: TelegramClient
        /// Since when there is this client.
        var begun: MonotonicTime
        /// How many failures there were in a row.
        var failures = 0
        var task: Task<Void, Never>?
        var isCancelled = false
    }

    private let name: String
    private let rules: Rules
    private weak let manager: SessionManager?
    private let state: Lock<State>

    init(_ name: String, _ client: TelegramClient, _ rules: Rules, of manager: SessionManager) {
        self.name = name
        self.rules = rules
        self.manager = manager
        state = Lock(State(client: client, begun: client.core.configuration.time.now()))
    }

    /// Begins; once.
    func start() {
        watch(state.withLock { $0.client })
    }

    /// Ends; what is being passed on is given back.
    func cancel() {
        let task = state.withLock { state in
            state.isCancelled = true
            return state.task
        }
        task?.cancel()
    }

    /// Waits until nothing is done any more, after ``cancel()``.
    func end() async {
        await state.withLock { $0.task }?.value
    }

    /// Waits without a task until there is something to do.
    private func watch(_ client: TelegramClient) {
        client.core.updates.whenReady { [weak self] in self?.wake() }
    }

    private func wake() {
        state.withLock { state in
            // What was before has nothing left to do but to end.
            if !state.isCancelled { state.task = Task.detached { [self] in await work() } }
        }
    }

    private func work() async {
        var client = state.withLock { $0.client }
        while !Task.isCancelled {
            await passOn(client)
            if Task.isCancelled { return }
            if client.core.updates.phase == .delivering { return watch(client) }
            guard let next = await replacement(of: client) else { return }
            client = next
        }
    }

    /// Passes on what has come, one after the other, each when the one before was handled.
    private func passOn(_ client: TelegramClient) async {
        let queue = client.core.updates
        while let ticket = queue.takeNow(.any, atMost: 1, by: TaskIdentity.current ?? 0).first {
            await rules.funnel.send(AccountUpdate(account: name, client: client, update: ticket.update))
            if Task.isCancelled { queue.giveBack(ticket) } else { queue.finish(ticket) }
        }
    }

    /// Decides what follows the end of a client.
    ///
    /// - Returns: The client that takes its place, if there is one.
    private func replacement(of client: TelegramClient) async -> TelegramClient? {
        let reason = client.stopReason ?? .disconnected
        let configuration = client.core.configuration
        let now = configuration.time.now()
        // What ran for a while is no failure in a row.
        state.withLock { state in
            if now - state.begun > .seconds(60) { state.failures = 0 }
        }
        guard case .failed(let error) = reason, !Task.isCancelled else {
            await manager?.set(.stopped(reason), of: name)
            return nil
        }
        await client.disconnect()
        await manager?.set(.restarting(after: reason), of: name)
        guard let next = await reconnect(configuration, after: error) else {
            await manager?.set(.stopped(reason), of: name)
            return nil
        }
        guard await manager?.replace(next, of: name) == true else {
            await next.disconnect()
            return nil
        }
        state.withLock { state in
            state.client = next
            state.begun = configuration.time.now()
        }
        return next
    }

    private func reconnect(_ configuration: ResolvedConfiguration, after error: any Error) async -> TelegramClient? {
        var reason = error
        while !Task.isCancelled {
            let failures = state.withLock { state in
                state.failures += 1
                return state.failures
            }
            guard let wait = rules.restartPolicy.wait(beforeAttempt: failures, after: reason) else { return nil }
            let time = configuration.time
            try? await time.sleep(time.now() + wait)
            if Task.isCancelled { return nil }
            do throws(BuilderError) {
                // Put together anew, because a journal is not opened twice.
                return try await TelegramClient.connect(
                    ResolvedConfiguration(configuration.sharedChoices, session: configuration.storage))
            } catch {
                reason = error
            }
        }
        return nil
    }
}
