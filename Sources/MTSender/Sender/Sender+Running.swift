// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramMTProto

extension Sender {
    /// What the jobs of a sender work on; there is one at a time.
    struct Course: Sendable {
        var jobs: JobGroup?
        /// Called once, after the end.
        var whenOver: (@Sendable () -> Void)?
        var attempts = Attempts()
        /// The connection in use.
        var open: OpenLink?
        /// Whether calls could be made over it.
        var isLive = false
        /// How many connections there were.
        var connectionCount: UInt32 = 0
        /// The way that worked last, if there are several: one or none, since a bare one takes more room than all else.
        var preferredRoutes: [Route] = []
    }

    /// Keeps the sender connected until the task is cancelled or ``close(_:)`` is called; once.
    package func run() async {
        let jobs = JobGroup()
        start(in: jobs) { jobs.finish() }
        await jobs.run()
        endCourse()
    }

    /// Keeps the sender connected until the group ends or ``close(_:)`` is called; once.
    ///
    /// - Parameters:
    ///   - jobs: What runs its jobs.
    ///   - whenOver: Called once, when the sender has come to its end.
    package func start(in jobs: JobGroup, whenOver: @escaping @Sendable () -> Void) {
        course.withLock { course in
            course.jobs = jobs
            course.whenOver = whenOver
        }
        setAlarm()
        wake()
    }

    /// Has a job go on, because there is something to do.
    func wake() {
        guard let jobs = course.withLock({ $0.jobs }), jobs.start({ await self.work() }) else { return endCourse() }
    }

    private func work() async {
        if await keepConnected() { endCourse() }
    }

    private func endCourse() {
        fail(.disconnected)
        alarm.cancel()
        endConnection()
        // The link holds the sender, and would keep it alive with its keys.
        link.withLock { $0 = nil }
        let whenOver = course.withLock { course in
            course.jobs = nil
            return course.whenOver.take()
        }
        whenOver?()
    }

    private var isOver: Bool { hasFailed }
    private var lacksKey: Bool {
        // What is inlined into an asynchronous function makes its frame larger, which idle clients keep.
        @inline(never) get { withState { $0.permanentKey == nil } }
    }

    /// How the attempts to connect went.
    struct Attempts: Sendable {
        var count = 0
        var hasBeenUseful = false
    }

    /// - Returns: Whether the sender has come to its end; otherwise it is woken when there is something to do.
    private func keepConnected() async -> Bool {
        while !Task.isCancelled, !isOver {
            do {
                if course.withLock({ $0.open == nil }) { try await connect() }
                if try await serve() { return false }
            } catch {
                endConnection()
                guard let pause = pause(after: error) else { return true }
                await patience.sleep(until: pause)
            }
        }
        return true
    }

    /// Decides what follows the end of a connection.
    ///
    /// - Returns: When to connect again, `nil` for never.
    @inline(never)
    private func pause(after error: any Error) -> MonotonicTime? {
        if Task.isCancelled || isOver { return nil }
        let wasUseful = link.withLock { $0 }?.wasUseful == true
        link.withLock { $0 = nil }
        report(.disconnected(error))
        let attempts = course.withLock { course in
            course.attempts.count = wasUseful ? 1 : course.attempts.count + 1
            course.attempts.hasBeenUseful = course.attempts.hasBeenUseful || wasUseful
            return course.attempts
        }
        if !attempts.hasBeenUseful, let error = error as? ConnectionError, !error.isWorthRepeating {
            giveUp(.connectionLost("\(error)"))
            return nil
        }
        if let end = judge(error, attempt: attempts.count) {
            giveUp(end)
            return nil
        }
        guard let limit = configuration.restartPolicy.wait(beforeAttempt: attempts.count, after: error) else {
            giveUp(.connectionLost("\(error)"))
            return nil
        }
        return time.now() + limit.jittered()
    }

    private func giveUp(_ error: InvocationError) {
        report(.gaveUp(error))
        close(error)
    }

    /// What follows from the end of a connection.
    ///
    /// - Returns: Why not to connect again, if there is a reason.
    private func judge(_ error: any Error, attempt: Int) -> InvocationError? {
        switch error {
        case let error as KeyExchangeError where !error.isWorthRepeating:
            return .keyExchange(error)
        case let error as InvocationError where error.isFinalWithoutKey:
            return error
        case SenderError.keyLost:
            // Whoever closed the connection for that has given the key up already.
            return withState { $0.permanentKey == nil } ? nil : loseKey()
        case SenderError.transportError(-404):
            let mayReplaceKey = configuration.mayReplaceKey()
            let verdict = change { state, results in
                state.keyIsUnknown(mayReplaceKey: mayReplaceKey, into: &results)
            }
            if verdict == .keyLost { reportLostKey() }
            return nil
        case SenderError.transportError(-444) where attempt >= SenderState.proofCount:
            // Nobody proves who said so, but a server that says it each time will not say anything else.
            return .connectionLost("the server does not know data centre \(configuration.dataCenter.id)")
        default:
            return nil
        }
    }

    /// The server proved that it does not have the permanent key.
    private func loseKey() -> InvocationError? {
        guard configuration.mayReplaceKey() else {
            return .sessionEnded(.keyRejected(dataCenter: configuration.dataCenter.id))
        }
        change { state, results in state.loseKey(into: &results) }
        reportLostKey()
        return nil
    }

    /// Says that the key is to be forgotten, if it is this sender's own.
    func reportLostKey() {
        if configuration.keySource == nil { report(.keyLost) }
    }

    /// Makes a connection over which calls can be made, or a key for them.
    private func connect() async throws {
        if configuration.keySource != nil, lacksKey { try await adoptForeignKey() }
        let open = try await openLinkAside()
        course.withLock { course in
            course.open = open
            course.isLive = false
        }
        link.withLock { $0 = open.link }
        // Whoever closed the sender meanwhile found no connection to close.
        guard !isOver else { throw CancellationError() }
        if lacksKey { try await makePermanentKey(over: open.link) }
        connected(open.link.id)
    }

    /// Ends the connection in use, if there is one.
    @inline(never)
    private func endConnection() {
        guard let open = course.withLock({ $0.open.take() }) else { return }
        // The end may have come before the session knew of the connection.
        ended(open.link.id)
        open.connection.close()
    }

    @inline(never)
    private func adoptForeignKey() async throws {
        if let source = configuration.keySource { adopt(try await key(from: source)) }
    }

    @inline(never)
    private func makePermanentKey(over link: SenderLink) async throws {
        adopt(try await makeKey(temporaryFor: nil, over: link))
    }

    @inline(never)
    private func connected(_ id: ConnectionID) {
        let now = time.now()
        withState { $0.connected(id, now: now) }
    }

    /// Connects in a task of its own, whose memory goes with it: this one lives as long as the connection.
    @inline(never)
    private func openLinkAside() async throws -> OpenLink {
        try await withThrowingTaskGroup(of: OpenLink.self) { group in
            group.addTask { try await self.openLink() }
            guard let open = try await group.next() else { throw CancellationError() }
            return open
        }
    }

    /// Waits for the key that somebody else makes, or for the end of this sender.
    private func key(
        from source: @escaping @Sendable (_ lost: Int64?) async throws -> KeyMaterial
    ) async throws -> KeyMaterial {
        let lost = withState { $0.lostKey }
        return try await withThrowingTaskGroup(of: KeyMaterial?.self) { group in
            group.addTask { try await source(lost) }
            group.addTask {
                while !Task.isCancelled, !self.isOver {
                    await self.patience.sleep(until: self.time.now() + .seconds(3600))
                }
                return nil
            }
            defer { group.cancelAll() }
            guard let key = try await group.next() ?? nil else { throw InvocationError.disconnected }
            return key
        }
    }

    /// Keeps the keys in order until there is nothing to do but to wait, or the connection ends, which it throws.
    ///
    /// - Returns: Whether the sender is woken when there is something to do; if not, it has come to its end.
    private func serve() async throws -> Bool {
        while !Task.isCancelled, let link = course.withLock({ $0.open?.link }) {
            // What woke the job comes first: it decides what is to be done, and what is reported before something else.
            if let signal = try link.takeSignal(parks: false) {
                try await follow(signal, on: link)
                continue
            }
            if prepare(link) {
                try await bindTemporaryKey(over: link)
                continue
            }
            guard let signal = try link.takeSignal(parks: true) else { return true }
            try await follow(signal, on: link)
        }
        return false
    }

    private func follow(_ signal: LinkSignal, on link: SenderLink) async throws {
        switch signal {
        case .bound:
            reportSharedKey()
        case .keyWanted:
            return
        case .bindingRefused(let message):
            guard mayBindAgain(after: message) else { throw SenderError.keyLost }
            // With the next connection, and so after the back-off.
            if !course.withLock({ $0.isLive }) { throw SenderError.bindingRefused(message) }
            try await pause(configuration.bindingPause, on: link)
        }
    }

    @inline(never)
    private func mayBindAgain(after refusal: String) -> Bool {
        withState { $0.bindingRefused(refusal) } == .tryAgain
    }

    @inline(never)
    private func reportSharedKey() {
        if let key = sharedKey { report(.temporaryKeyBound(key)) }
    }

    /// Has a connection do what it can.
    ///
    /// - Parameter link: The connection.
    /// - Returns: Whether a key is needed.
    @inline(never)
    private func prepare(_ link: SenderLink) -> Bool {
        let (canCall, needsKey) = withState { state in
            (state.hasCurrentLane && !state.doubtsKey, state.needsTemporaryKey)
        }
        let hasChanged = course.withLock { course in
            defer { course.isLive = canCall }
            return course.isLive != canCall
        }
        if hasChanged, canCall { report(.connected) }
        if withState({ $0.rearm() }) { setAlarm() }
        link.signalOutput(soon: false)
        return needsKey
    }

    /// Waits for a while, or for the end of the connection, which it throws.
    @inline(never)
    private func pause(_ duration: Duration, on link: SenderLink) async throws {
        let end = time.now() + duration
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [time] in try await time.sleep(end) }
            // Whatever is signalled meanwhile is seen when the wait is over.
            group.addTask { while true { _ = try await link.nextSignal() } }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    @inline(never)
    private func bindTemporaryKey(over link: SenderLink) async throws {
        let lifetime = configuration.temporaryKeyLifetime ?? SenderConfiguration.probeLifetime
        bind(try await makeKey(temporaryFor: lifetime, over: link), lifetime)
    }

    @inline(never)
    private func bind(_ outcome: KeyExchangeOutcome, _ lifetime: Int32) {
        let session = Self.session(
            salts: SaltSchedule(salt: outcome.serverSalt), timeOffset: outcome.timeOffset, configuration)
        let now = time.now()
        withState {
            $0.bind(
                outcome.authKey, expiresAt: outcome.expiresAt ?? 0, end: now + .seconds(Int64(lifetime)), session,
                now: now)
        }
    }

    @inline(never)
    private func adopt(_ key: KeyMaterial) {
        change { state, results in
            state.adopt(
                key, Self.session(salts: key.salts, timeOffset: key.timeOffset, configuration), into: &results)
        }
    }

    @inline(never)
    private func adopt(_ outcome: KeyExchangeOutcome) {
        let key = KeyMaterial(
            authKey: outcome.authKey, salts: SaltSchedule(salt: outcome.serverSalt), timeOffset: outcome.timeOffset)
        adopt(key)
        report(.keyCreated(key))
    }

    static func session(
        salts: SaltSchedule, timeOffset: Int64, _ configuration: SenderConfiguration
    ) -> ClientSession {
        let unixTime = configuration.time.sinceEpoch().components.seconds &+ timeOffset
        var generator = BufferedRandomNumberGenerator()
        return ClientSession(
            configuration: configuration.session, salts: salts,
            clock: ServerClock(unixTime: unixTime, now: configuration.time.now()), using: &generator)
    }

    /// Makes a key.
    ///
    /// - Parameters:
    ///   - lifetime: How many seconds a temporary key lives, `nil` for a permanent one.
    ///   - link: The connection; a session may use it meanwhile.
    /// - Throws: Why not.
    /// - Returns: The key.
    @inline(never)
    private func makeKey(temporaryFor lifetime: Int32?, over link: SenderLink) async throws -> KeyExchangeOutcome {
        let limit = time.now() + configuration.exchangeTimeout
        link.beginExchange()
        defer { link.endExchange() }
        withState { $0.obstacle = "the server does not answer the key exchange" }
        let outcome = try await withThrowingTaskGroup(of: KeyExchangeOutcome?.self) { group in
            group.addTask { [configuration] in
                try await KeyExchangeRun(link: link, configuration: configuration).makeKey(lifetime: lifetime)
            }
            group.addTask { [time] in
                try await time.sleep(limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let key = try await group.next() ?? nil else { throw SenderError.keyExchangeTimedOut }
            return key
        }
        withState { $0.obstacle = nil }
        return outcome
    }

    // MARK: Time

    /// Has the machine looked after when its next deadline comes.
    func setAlarm() {
        // No wait is longer than an hour, which keeps the arithmetic of clocks out of trouble.
        let horizon = time.now() + .seconds(3600)
        let next = withState { state in
            // A sender that has come to its end has no deadlines.
            guard state.failure == nil else { return nil as MonotonicTime? }
            state.armed = state.nextDeadline().map { min($0, horizon) } ?? horizon
            return state.armed
        }
        if let next { alarm.set(next) { [weak self] in self?.alarmWentOff() } }
    }

    private func alarmWentOff() {
        let now = time.now()
        let (tick, salts) = change { state, results in
            let tick = state.tick(now: now, into: &results)
            return (tick, tick.saltsChanged ? state.salts : nil)
        }
        if let salts { report(.saltsChanged(salts)) }
        let link = link.withLock { $0 }
        for signal in tick.signals { link?.signal(signal) }
        if tick.closesConnection {
            link?.close(SenderError.serverSilent)
        } else if tick.wantsFlush {
            // By a task: the timers of others wait for this one.
            signalOutput(soon: true)
        }
        setAlarm()
    }
}

extension InvocationError {
    /// Whether whoever was asked for a key will not have one later either.
    fileprivate var isFinalWithoutKey: Bool {
        switch self {
        case .keyExchange, .unknownDataCenter, .sessionEnded, .disconnected: true
        default: false
        }
    }
}
