// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A transfer that runs: an upload or a download.
///
///     let transfer = client.download(media, to: url)
///     for await progress in transfer.progress { print(progress.fraction, progress.speedDescription) }
///     let file = try await transfer.value
///
/// It runs on its own; cancelling the task that waits for ``value``, or calling ``cancel()``, ends it.
public final class TransferHandle<Value: Sendable>: Sendable {
    private let task: Task<Result<Value, TransferError>, Never>
    private let control: TransferControl

    init(
        _ control: TransferControl,
        _ body: @escaping @Sendable (TransferControl) async throws(TransferError) -> Value
    ) {
        self.control = control
        // The context of the caller's calls, a takeout for example, holds for the transfer too.
        task = Task {
            let result: Result<Value, TransferError>
            do throws(TransferError) {
                result = .success(try await body(control))
            } catch {
                result = .failure(error.isCancellation ? .cancelled : error)
            }
            if case .success = result { control.finish(succeeded: true) } else { control.finish(succeeded: false) }
            return result
        }
    }

    /// What the transfer comes to: waits for its end.
    ///
    /// - Throws: ``TransferError``.
    public var value: Value {
        get async throws(TransferError) {
            try await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                task.cancel()
            }.get()
        }
    }

    /// How far it has come, several times a second; values never go back, and the last one is the whole.
    ///
    /// Each call gives a sequence of its own; who is slow misses values in between.
    public var progress: AsyncStream<TransferProgress> { control.listen() }

    /// How far it has come now.
    public var currentProgress: TransferProgress { control.progress }

    /// Stops it after the parts that are under way, until ``resume()``.
    public func pause() { control.pause() }

    /// Lets it go on.
    public func resume() { control.resume() }

    /// Whether it is paused.
    public var isPaused: Bool { control.isPaused }

    /// Ends it: ``value`` throws ``TransferError/cancelled``.
    public func cancel() { task.cancel() }
}
