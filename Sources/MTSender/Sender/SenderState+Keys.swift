// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTProto

/// What follows when the server says that it does not know a key.
enum UnknownKeyVerdict: Hashable, Sendable {
    /// Connect again: nobody proves who said so.
    case tryAgain
    /// The permanent key is given up; another is made with the next connection.
    case keyLost
}

/// What follows when the server does not bind a key.
enum BindingVerdict: Hashable, Sendable {
    /// Try it with another temporary key.
    case tryAgain
    /// The server does not know the permanent key, and proved that it is the server.
    case keyLost
}

extension SenderState {
    /// How often something must go wrong in a row until it is believed: what cannot be authenticated proves nothing, and a
    /// server may err.
    static var proofCount: Int { 2 }

    /// Whether calls can go out as soon as there is a connection.
    var hasCurrentLane: Bool { lanes.contains { $0.role == .current } }
    /// Whether a key is being bound already.
    var isBinding: Bool { lanes.contains(where: \.isBinding) }
    /// Whether a temporary key is to be made now.
    var needsTemporaryKey: Bool { (wantsTemporaryKey || doubtsKey) && !isBinding && !hasOpenRefusal }

    private mutating func makeGeneration() -> UInt32 {
        lastGeneration &+= 1
        return lastGeneration
    }

    /// Takes the permanent key.
    mutating func adopt(
        _ key: KeyMaterial, _ session: @autoclosure () -> ClientSession, into results: inout CallResults
    ) {
        permanentKey = key
        refusedBindings = 0
        unknownKeyCount = 0
        guard !usesTemporaryKeys else { return }
        lanes.append(
            KeyedSession(generation: makeGeneration(), key: key.authKey, end: nil, session: session(), role: .current))
        placeEarlyCalls(into: &results)
    }

    /// Takes another key in place of the one in use: what went out is still answered.
    ///
    /// It is for keys that come from elsewhere.
    mutating func exchange(
        _ key: KeyMaterial, _ session: @autoclosure () -> ClientSession, now: MonotonicTime,
        into results: inout CallResults
    ) {
        guard failure == nil, !usesTemporaryKeys, let old = permanentKey?.authKey.id, old != key.authKey.id else {
            return
        }
        permanentKey = key
        unknownKeyCount = 0
        retireCurrentLane(&results, except: 0)
        lanes.append(
            KeyedSession(generation: makeGeneration(), key: key.authKey, end: nil, session: session(), role: .current))
        join(lanes.count - 1, now: now)
        placeEarlyCalls(into: &results)
    }

    /// The session under the temporary key in use.
    var temporaryLane: KeyedSession? { usesTemporaryKeys ? lanes.first { $0.role == .current } : nil }

    /// Takes a temporary key, and begins to bind it to the permanent one.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - expiresAt: When the key ends, in seconds since 1970 by the server's clock.
    ///   - end: When that is.
    ///   - session: The session that the key begins with.
    ///   - now: The time.
    mutating func bind(
        _ key: AuthKey, expiresAt: Int32, end: MonotonicTime, _ session: ClientSession, now: MonotonicTime
    ) {
        guard let permanentKey else { return }
        lanes.removeAll(where: \.isBinding)
        var lane = KeyedSession(
            generation: makeGeneration(), key: key, end: end, session: session,
            role: doubtsKey && !usesTemporaryKeys ? .probe : .candidate)
        lane.bindingCall = lane.session.bind(
            TemporaryKey(permanentKey: permanentKey.authKey, id: key.id, expiresAt: expiresAt))
        lanes.append(lane)
        join(lanes.count - 1, now: now)
    }

    /// A binding was answered.
    mutating func bindingEnded(
        _ outcome: CallOutcome, _ generation: UInt32, now: MonotonicTime, _ results: inout CallResults
    ) -> LinkSignal {
        guard let index = lanes.firstIndex(where: { $0.generation == generation }) else { return .bound }
        guard let refusal = Self.refusal(in: outcome) else {
            bound(index, now: now, &results)
            return .bound
        }
        lanes.remove(at: index)
        hasOpenRefusal = true
        return .bindingRefused(refusal)
    }

    /// The server's words if it refused to bind a key.
    private static func refusal(in outcome: CallOutcome) -> String? {
        switch outcome {
        case .answer(.object(let bytes)): bytes.starts(with: [0xB5, 0x75, 0x72, 0x99]) ? nil : "boolFalse"  // boolTrue
        case .answer(.error(_, let message)): message
        case .answer(.malformed), .outcomeUnknown, .tooManyResends: "no answer"
        }
    }

    private mutating func bound(_ index: Int, now: MonotonicTime, _ results: inout CallResults) {
        refusedBindings = 0
        unknownKeyCount = 0
        doubtsKey = false
        lanes[index].bindingCall = nil
        guard lanes[index].role == .candidate else {
            // The server has the permanent key after all, and the one that asked is of no more use.
            lanes.remove(at: index)
            if let current = lanes.firstIndex(where: { $0.role == .current }) { join(current, now: now) }
            return
        }
        wantsTemporaryKey = false
        retireCurrentLane(&results, except: lanes[index].generation)
        if let index = lanes.firstIndex(where: { $0.role == .candidate }) { lanes[index].role = .current }
        placeEarlyCalls(into: &results)
    }

    /// Lets the session that works take no more calls; the one that was retired before ends.
    private mutating func retireCurrentLane(_ results: inout CallResults, except generation: UInt32) {
        while let old = lanes.firstIndex(where: { $0.role == .draining }) { removeLane(at: old, into: &results) }
        guard let index = lanes.firstIndex(where: { $0.role == .current && $0.generation != generation }) else {
            return
        }
        lanes[index].session.startDraining()
        lanes[index].role = .draining
        removeDrainedLanes()
    }

    /// The temporary key lost its binding: the calls that come wait for another one.
    mutating func unbound(into results: inout CallResults) {
        guard usesTemporaryKeys, hasCurrentLane else { return }
        retireCurrentLane(&results, except: 0)
        wantsTemporaryKey = true
    }

    /// The server refused to bind a key.
    mutating func bindingRefused(_ message: String) -> BindingVerdict {
        hasOpenRefusal = false
        guard message == "ENCRYPTED_MESSAGE_INVALID" else { return .tryAgain }
        refusedBindings += 1
        return refusedBindings >= Self.proofCount ? .keyLost : .tryAgain
    }

    /// The server said that it does not know a key; anybody on the way may have said so.
    ///
    /// - Parameters:
    ///   - mayReplaceKey: Whether losing the permanent key loses nothing else.
    ///   - results: Where calls are added that end.
    /// - Returns: What to do about it.
    mutating func keyIsUnknown(mayReplaceKey: Bool, into results: inout CallResults) -> UnknownKeyVerdict {
        if isBinding {
            lanes.removeAll(where: \.isBinding)
            return .tryAgain
        }
        if let old = lanes.firstIndex(where: { $0.role == .draining }) {
            // The server may have dropped the old key when the new one was bound.
            removeLane(at: old, into: &results)
            return .tryAgain
        }
        unknownKeyCount += 1
        guard unknownKeyCount >= Self.proofCount else { return .tryAgain }
        if usesTemporaryKeys {
            // They live in the memory of the server, and may vanish at any time.
            giveUpLanes(into: &results)
            return .tryAgain
        }
        guard mayReplaceKey else {
            doubtsKey = hasCurrentLane
            return .tryAgain
        }
        loseKey(into: &results)
        return .keyLost
    }

    /// Gives the permanent key up.
    mutating func loseKey(into results: inout CallResults) {
        lostKey = permanentKey?.authKey.id ?? lostKey
        permanentKey = nil
        giveUpLanes(into: &results)
    }

    private mutating func giveUpLanes(into results: inout CallResults) {
        doubtsKey = false
        unknownKeyCount = 0
        refusedBindings = 0
        wantsTemporaryKey = usesTemporaryKeys
        // Those that take calls go first, or the calls of the others would go to them.
        while let index = lanes.firstIndex(where: { $0.role == .current }) ?? lanes.indices.first {
            removeLane(at: index, into: &results)
        }
    }
}
