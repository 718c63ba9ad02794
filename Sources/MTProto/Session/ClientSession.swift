// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase

/// The client's side of an encrypted session: messages, acknowledgements, salts, containers, loss and recovery.
///
/// It decides and never acts: it opens no socket, reads no clock, starts no task and resumes nobody. Whoever runs it tells it
/// what happened and does what it says:
///
/// - ``send(_:)`` and ``cancel(_:)`` for calls;
/// - ``connected(_:now:)`` and ``disconnected(_:now:)`` for connections, of which there may be several;
/// - ``received(_:on:now:using:)`` for packets that ``PacketCipher`` has opened;
/// - ``tick(now:using:)`` when ``nextDeadline`` has come;
/// - ``flush(on:now:using:)`` after any of these, for what is to be sent.
///
/// A call is sent until it is answered. After a reconnect it goes out again under the same id, and the server answers from
/// its memory; where that is not possible any more, a call that may run twice goes out under a new id, and any other ends
/// as ``CallOutcome/outcomeUnknown``. See core.telegram.org/mtproto/description and
/// core.telegram.org/mtproto/service_messages_about_messages.
public struct ClientSession: Sendable {
    /// How the session behaves.
    public let configuration: SessionConfiguration
    /// The session's random name; it changes when the session is given up for a new one.
    public internal(set) var id: Int64
    /// The salts of the key; store them with it.
    public internal(set) var salts: SaltSchedule
    /// The server's time.
    public internal(set) var clock: ServerClock
    /// What happened so far.
    public internal(set) var statistics = SessionStatistics()
    /// Whether no more calls are accepted, because another session takes over.
    public private(set) var isDraining = false

    /// The names of the sessions that were given up last, whose late messages are dropped without a fuss.
    var formerIDs: [Int64] = []
    var messageIDs = MessageIDGenerator()
    var sequenceNumbers = SequenceNumbers()
    var receivedIDs = ReceivedIDs()
    var acknowledgements = Acknowledgements()
    var outbox = Outbox()
    var service = ServiceOutbox()
    var containers = SentContainers()
    var quickAcks = QuickAckTokens()
    var links = SessionLinks()
    /// The session starts that were obeyed, oldest first.
    var sessionStarts: [SessionStart] = []
    var needsInitialization: Bool
    /// The temporary key of this session and the call that binds it.
    var temporaryKey: TemporaryKey?
    var bindingCall: CallID?
    /// Whether the server has said more than that it refuses messages since the last connection was made.
    ///
    /// A server that has forgotten the session says so before anything else; until then it could run a call once more.
    var isSessionConfirmed = false
    /// Whether calls wait until the key is bound.
    var needsBinding = false
    var wasRenewalAsked = false
    /// Whether the next salt came into use and nobody was told yet.
    var hasNewSalt = false
    /// When salts are looked at next.
    var nextSaltCheck: MonotonicTime?
    /// Before when no more calls go out, since a full container just went.
    var pacedUntil: MonotonicTime?
    /// Whether something that was due at a tick waits for the next flush.
    var isFlushAwaited = false

    /// Creates a session.
    ///
    /// - Parameters:
    ///   - configuration: How it behaves.
    ///   - salts: The salts of the key, as far as they are known.
    ///   - clock: An estimate of the server's time.
    ///   - generator: Where the session's name comes from; a cryptographically secure one outside tests.
    public init(
        configuration: SessionConfiguration = .init(), salts: SaltSchedule = .init(), clock: ServerClock,
        using generator: inout some RandomNumberGenerator
    ) {
        self.configuration = configuration
        self.salts = salts
        self.clock = clock
        id = Self.randomID(using: &generator)
        needsInitialization = configuration.initialization != nil
    }

    static func randomID(using generator: inout some RandomNumberGenerator) -> Int64 {
        Int64(bitPattern: generator.next() | 1)
    }

    // MARK: Calls

    /// How many calls are pending.
    public var pendingCallCount: Int { outbox.count }

    /// Takes a call, to go out with the next flush.
    ///
    /// A call that runs after others need not wait for their answers: the server is told (`invokeAfterMsg`). If one of them
    /// fails it ends with the error `MSG_WAIT_FAILED`, without having run, and may be made again.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - predecessors: The calls after which it runs; those that are not pending any more do not count.
    /// - Returns: Its name, or `nil` if 65,536 calls are pending or the session is draining.
    public mutating func send(_ call: OutgoingCall, after predecessors: [CallID] = []) -> CallID? {
        guard outbox.count < SessionLimits.pendingCalls, !isDraining else { return nil }
        return outbox.add(.request(call), after: predecessors)
    }

    /// Asks the server to forget another session of this key (`destroy_session`).
    ///
    /// - Parameter sessionID: The other session.
    /// - Returns: A call that is answered with `destroy_session_ok` or `destroy_session_none`.
    public mutating func destroySession(_ sessionID: Int64) -> CallID {
        precondition(sessionID != id, "a session cannot destroy itself")
        return outbox.add(.service(.destroySession(sessionID)))
    }

    /// Asks the server to forget the authorization key (`destroy_auth_key`).
    ///
    /// See core.telegram.org/api/auth#logging-out.
    ///
    /// - Returns: A call that is answered with `destroy_auth_key_ok`, `_none` or `_fail`.
    public mutating func destroyAuthKey() -> CallID {
        outbox.add(.service(.destroyAuthKey))
    }

    /// What became of a call that was given up.
    public enum Cancellation: Sendable {
        /// It had not gone out and never will.
        case neverSent
        /// It had gone out; the server is asked to drop the answer, and it is never sent again.
        case dropped
        /// It was settled before.
        case unknown
    }

    /// Gives up a call; it will not be settled.
    ///
    /// - Parameter id: The call.
    /// - Returns: What became of it.
    public mutating func cancel(_ id: CallID) -> Cancellation {
        guard let call = outbox.remove(id, .cancelled) else { return .unknown }
        guard let message = call.message?.id ?? call.earlierIDs.last else { return .neverSent }
        service.append(.dropAnswer(message))
        return .dropped
    }

    /// Whether a flush has something to send.
    ///
    /// It may be wrong about calls that were given up meanwhile; then a flush sends nothing.
    ///
    /// - Parameter now: The time.
    /// - Returns: Whether a flush is worth it.
    package mutating func wantsFlush(at now: MonotonicTime) -> Bool {
        // A binding stands in the queue of the calls as well.
        if !service.isEmpty || outbox.hasQueued || bindingCall != nil { return true }
        return acknowledgements.deadline.map { $0 <= now } ?? false
    }

    /// Gives back the memory of calls that are over, where nothing is going to be called for a while.
    package mutating func rest() {
        outbox.rest()
    }

    // MARK: Acknowledgements

    /// Lets the acknowledgement of a message with updates go, because the updates are safe.
    ///
    /// - Parameters:
    ///   - id: The message, from ``SessionEvent/update(_:_:)``.
    ///   - now: The time.
    public mutating func releaseAcknowledgement(of id: MessageID, now: MonotonicTime) {
        acknowledgements.release(id, at: now)
    }

    // MARK: Changing the key

    /// Accepts no more calls, so that another session can take over when those that are pending are settled.
    public mutating func startDraining() {
        isDraining = true
    }

    /// Ends all pending calls, because the key is given up.
    ///
    /// - Returns: Calls that the next session may send, and those of which nobody knows whether they ran.
    public mutating func handOver() -> (calls: [(CallID, OutgoingCall)], settled: [Settlement]) {
        isDraining = true
        var handed: [(CallID, OutgoingCall)] = []
        var settled: [Settlement] = []
        for call in outbox.calls.values.sorted(by: { $0.id < $1.id }) {
            outbox.remove(call.id)
            let wasSent = call.message != nil || !call.earlierIDs.isEmpty
            switch call.content {
            case .request(let request) where call.isHarmless || !wasSent:
                handed.append((call.id, request))
            case .request, .service, .binding:
                settled.append(Settlement(call, .outcomeUnknown))
            }
        }
        return (handed, settled)
    }
}
