// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase

/// Puts updates into their order, drops what was seen, and finds out what is missing.
///
/// It is a pure machine: it makes no calls and reads no clock. Whoever drives it gives it everything that comes from
/// the server, takes the ``takeDeliveries()`` and handles them, makes the calls that ``nextRequest(at:)`` asks for,
/// gives back their results, and wakes it at its ``deadline``:
///
/// ```swift
/// box.receive(updates, at: now)
/// for delivery in box.takeDeliveries() { … }
/// while let request = box.nextRequest(at: now) { … }
/// ```
///
/// Within each sequence every update is delivered once and in order. What comes while a difference is being fetched is
/// held, and delivered afterwards unless the difference had it. What it holds is bounded; when the bound is reached,
/// the server is asked instead. See core.telegram.org/api/updates.
public struct MessageBox: Sendable {
    /// What it waits for and holds.
    public let limits: MessageBoxLimits
    /// The user who is logged in, if known; short messages of one's own are made complete with it.
    public var selfID: Int64?

    var account = AccountBox()
    var channels: [Int64: ChannelBox] = [:]
    /// How far those channels were seen that became inaccessible: what comes late or twice is not new.
    var lost: [Int64: Int32] = [:]
    /// The channels about which something is to be done.
    var active: Set<Int64> = []
    /// The channels that the server is to be asked about, in the order in which that turned out.
    var queue = FIFO<Int64>()
    var channelsInFlight = 0
    var heldCount = 0
    var deliveries: [UpdateDelivery] = []
    var backlog = 0
    /// How often what was missing came by itself while the box waited.
    package internal(set) var healedGapCount = 0
    /// How many objects came.
    var objectCount: UInt64 = 0

    /// Creates a box.
    ///
    /// - Parameters:
    ///   - state: What was stored of an earlier run; updates since then are asked for.
    ///   - catchesUp: Whether what happened since is delivered. Otherwise the account begins where the server is now,
    ///     and each channel with the first update that comes.
    ///   - isCurrent: Whether the server named the account's state just now, on a connection over which it sends updates:
    ///     then nothing has happened since that does not come by itself.
    ///   - selfID: The user who is logged in, if known.
    ///   - limits: How long it waits and how much it holds.
    public init(
        _ state: MessageBoxState = MessageBoxState(), catchesUp: Bool = true, isCurrent: Bool = false,
        selfID: Int64? = nil, limits: MessageBoxLimits = .standard
    ) {
        self.limits = limits
        self.selfID = selfID
        account.request = isCurrent && catchesUp && state.account != nil ? .idle : .wanted
        guard catchesUp else { return }
        if let known = state.account {
            account.common = UpdateCounter(pts: known.pts)
            account.secondary = UpdateCounter(pts: known.qts)
            account.date = known.date
            account.seq = known.seq
            account.isKnown = true
        }
        for (id, pts) in state.channels { channels[id] = ChannelBox(counter: UpdateCounter(pts: pts)) }
    }

    /// How far the updates have been delivered, whether they have been handled or not.
    public var state: MessageBoxState {
        MessageBoxState(
            account: account.isKnown ? account.state : nil, channels: channels.mapValues(\.counter.pts))
    }

    /// How many updates are held because something before them is missing.
    public var postponedUpdateCount: Int { heldCount }

    /// Whether nothing is missing, as far as one can know.
    public var isUpToDate: Bool { account.isKnown && account.request == .idle && !account.hasGap && active.isEmpty }

    /// Whether a sequence has begun, so that numbers before its place are old.
    package func isKnown(_ domain: UpdateDomain) -> Bool {
        switch domain {
        case .common, .secondary: true
        case .channel(let id): channels[id] != nil
        }
    }

    /// Takes what is to be handled next.
    ///
    /// Call it after everything that was given to the box, and ask for the ``nextRequest(at:)`` afterwards.
    ///
    /// - Returns: The deliveries in order; they are not given twice.
    public mutating func takeDeliveries() -> [UpdateDelivery] {
        defer {
            deliveries = []
            backlog = 0
        }
        return deliveries
    }

    /// When ``nextRequest(at:)`` is to be called even if nothing comes; `nil` if it is to be called at once, or only
    /// then.
    public var deadline: MonotonicTime? {
        var times = [account.gapDeadline, account.silenceDeadline].compactMap(\.self)
        if case .paused(let end) = account.request { times.append(end) }
        for id in active {
            guard let channel = channels[id] else { continue }
            if let end = channel.gapDeadline { times.append(end) }
            if case .paused(let end) = channel.request { times.append(end) }
        }
        return times.min()
    }

    /// Says that updates of the account may be missing: a new session, a new connection after a while, an object that
    /// could not be read, an unknown peer, or a queue that was full.
    public mutating func requestDifference() {
        account.request.want()
    }

    /// Says that updates of a channel may be missing.
    ///
    /// - Parameter id: The channel's id; if nothing is known of it yet, the difference of the account tells of it.
    public mutating func requestDifference(channelID id: Int64) {
        if channels[id] == nil { account.request.want() } else { want(channel: id) }
    }

    /// Forgets a channel that was left.
    ///
    /// - Parameter id: The channel's id.
    public mutating func forget(channelID id: Int64) {
        forget(id, Batch())
    }

    private mutating func forget(_ id: Int64, _ delivery: Batch) {
        guard let channel = channels.removeValue(forKey: id) else { return }
        heldCount -= channel.counter.held.count
        if case .inFlight = channel.request { channelsInFlight -= 1 }
        active.remove(id)
        queue.filter { $0 != id }
        var batch = delivery
        batch.channels = [id]
        releaseDate(&batch)
        deliver(batch)
    }

    /// Forgets a channel that cannot be asked about any more, though something may be missing in it.
    ///
    /// - Parameters:
    ///   - id: The channel's id.
    ///   - isInaccessible: Whether it cannot be seen; otherwise it is its number that the server does not know, since it
    ///     counts anew, and what comes next must not be measured by it.
    mutating func lose(channelID id: Int64, isInaccessible: Bool) {
        guard let channel = channels[id] else { return }
        var batch = Batch()
        var reached = channel.counter.pts
        for held in channel.counter.heldEvents(upTo: .max) {
            batch.add(held)
            reached = max(reached, held.mark.pts)
        }
        var seen: Int32? = isInaccessible ? reached : nil
        if !isInaccessible {
            for held in channel.counter.heldEventsCountedAnew(jumpBack: limits.jumpBack) {
                batch.add(held)
                seen = held.mark.pts
            }
        }
        batch.gap = UpdateDelivery.Gap(
            domain: .channel(id), pts: seen ?? reached, isInaccessible: isInaccessible, messages: [])
        forget(id, batch)
        if lost.count >= limits.lostChannels { lost = [:] }
        lost[id] = seen
    }
}
