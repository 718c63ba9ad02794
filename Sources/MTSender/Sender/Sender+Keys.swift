// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTProto

extension Sender {
    // MARK: Temporary keys

    /// Gets another temporary key, because the server said that the one in use is not bound any more.
    func renewTemporaryKey() {
        guard configuration.keySource == nil || configuration.temporaryKeyLifetime != nil else {
            // It is another sender's, which makes a new one when it learns that this one is lost.
            if let id = usedKey { replaceKey(id) }
            return
        }
        change { state, results in state.unbound(into: &results) }
        link.withLock { $0 }?.signal(.keyWanted)
    }

    /// The temporary key in use, for others to share; waits for one if there is none.
    ///
    /// - Parameters:
    ///   - lost: A key that the server does not seem to have any more; it is replaced if it is in use.
    ///   - deadline: When to give up.
    /// - Throws: ``InvocationError`` if there will be none, or not in time.
    /// - Returns: The key.
    func temporaryKey(notBeing lost: Int64?, until deadline: MonotonicTime) async throws(InvocationError) -> KeyMaterial
    {
        if let lost, withState({ $0.temporaryLane?.key.id == lost }) { renewTemporaryKey() }
        let timer = Task {
            guard (try? await time.sleep(deadline)) != nil else { return }
            for waiter in calls.withLock({ $0.keyLine.removeAll() }) { waiter.resume() }
        }
        defer { timer.cancel() }
        while true {
            if let failure { throw failure }
            if let key = sharedKey { return key }
            if Task.isCancelled { throw .cancelled }
            if time.now() >= deadline { throw .connectionLost("there is no temporary key in time") }
            await calls.wait(in: \.keyLine, orWhenCancelled: ()) { [time] calls in
                let isOver = calls.machine.failure != nil || calls.machine.temporaryLane != nil
                return isOver || time.now() >= deadline ? () : nil
            }
        }
    }

    /// The temporary key in use, with its salts and the server's time.
    var sharedKey: KeyMaterial? {
        guard let lane = withState({ $0.temporaryLane }) else { return nil }
        let offset = lane.session.clock.unixTime(at: time.now()) &- time.sinceEpoch().components.seconds
        return KeyMaterial(authKey: lane.key, salts: lane.session.salts, timeOffset: offset)
    }

    /// Speaks under another key from now on, because the one that it shares with others was replaced.
    func exchangeKey(_ key: KeyMaterial) {
        let now = time.now()
        let rings = change { state, results in
            state.exchange(
                key, Self.session(salts: key.salts, timeOffset: key.timeOffset, configuration), now: now,
                into: &results)
            return state.rearm()
        }
        if rings { setAlarm() }
        signalOutput(soon: false)
    }

    // MARK: The permanent key

    /// The id of the permanent key, or of the last one if there is none now.
    var usedKey: Int64? { withState { $0.permanentKey?.authKey.id ?? $0.lostKey } }

    /// Gives up the permanent key, because the server said that it is of no more use, and makes another.
    ///
    /// - Parameter id: The key, or the temporary key that is bound to it; nothing happens to any other.
    func replaceKey(_ id: Int64) {
        let isInUse = change { state, results in
            guard state.permanentKey?.authKey.id == id || state.temporaryLane?.key.id == id else { return false }
            state.loseKey(into: &results)
            return true
        }
        guard isInUse else { return }
        reportLostKey()
        link.withLock { $0 }?.close(SenderError.keyLost)
    }
}
