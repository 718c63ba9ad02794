// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

/// What a takeout is going to fetch; the server asks the person whether that is all right.
public struct TakeoutOptions: Hashable, Sendable {
    /// Contacts.
    public var contacts = false
    /// Messages of private chats.
    public var privateChats = false
    /// Messages of basic groups.
    public var groups = false
    /// Messages of supergroups.
    public var supergroups = false
    /// Messages of channels.
    public var channels = false
    /// How large files may be, in bytes; `nil` for no files at all.
    public var largestFile: Int64?

    /// Nothing yet.
    public init() {}

    /// Everything but files.
    public static var everything: Self {
        var options = Self()
        options.contacts = true
        options.privateChats = true
        options.groups = true
        options.supergroups = true
        options.channels = true
        return options
    }
}

extension TelegramClient {
    /// Runs a closure whose calls fetch much of the account, with lower limits than usual (`account.initTakeoutSession`,
    /// `invokeWithTakeout`, `account.finishTakeoutSession`).
    ///
    /// When the closure returns, the server is notified that the takeout succeeded, and if it throws, that it did not. Calls of
    /// child tasks belong to the takeout too, those of detached tasks do not.
    ///
    /// - Parameters:
    ///   - options: What is going to be fetched.
    ///   - isolation: The caller's actor.
    ///   - body: Makes the calls.
    /// - Returns: What the closure returns.
    /// - Throws: What the closure throws, or ``InvocationError``: `TAKEOUT_INIT_DELAY_X` in it if the person must confirm
    ///   the takeout on another device, or wait so many seconds.
    public func withTakeout<Value>(
        _ options: TakeoutOptions, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async throws -> Value {
        let takeout = try await core.invoke(
            TL.account.InitTakeoutSession(
                contacts: options.contacts, messageUsers: options.privateChats, messageChats: options.groups,
                messageMegagroups: options.supergroups, messageChannels: options.channels,
                files: options.largestFile != nil, fileMaxSize: options.largestFile))
        let result: Result<Value, any Error> = await CallContext.$current.withValue(
            CallContext.current.with(takeout: takeout.id),
            operation: {
                do { return .success(try await body()) } catch { return .failure(error) }
            }, isolation: isolation)
        let succeeded = if case .success = result { true } else { false }
        var ending = CallOptions()
        ending.takeoutID = takeout.id
        do throws(InvocationError) {
            _ = try await core.invoke(TL.account.FinishTakeoutSession(success: succeeded), options: ending)
        } catch {
            // The closure's error says more than that the end could not be announced.
            if succeeded { throw error }
        }
        return try result.get()
    }

    /// The ranges of message numbers that a takeout should fetch one by one (`messages.getSplitRanges`); for calls in
    /// ``withTakeout(_:isolation:_:)``.
    ///
    /// - Returns: The ranges.
    /// - Throws: ``InvocationError``.
    public func takeoutRanges() async throws(InvocationError) -> [TL.MessageRange] {
        try await core.invoke(TL.messages.GetSplitRanges())
    }

    /// Makes a call of a takeout within a range of message numbers (`invokeWithMessagesRange`).
    ///
    /// - Parameters:
    ///   - function: The call, `TL.messages.GetHistory(…)` for example.
    ///   - range: One of ``takeoutRanges()``.
    /// - Returns: What the schema says.
    /// - Throws: ``InvocationError``.
    public func invoke<Function: TLFunction>(
        _ function: Function, within range: TL.MessageRange
    ) async throws(InvocationError) -> Function.Response {
        try await core.invoke(TL.InvokeWithMessagesRange(range: range, query: function))
    }

    /// The channels and supergroups that the account has left (`channels.getLeftChannels`); for calls in
    /// ``withTakeout(_:isolation:_:)``.
    ///
    /// - Returns: The channels.
    public func leftChannels() -> Paged<Chat, Int> {
        Paged(identity: .number { $0.id.botAPI }) { [core] cursor, _ throws(InvocationError) in
            let offset = cursor ?? 0
            let answer = try await core.invoke(TL.channels.GetLeftChannels(offset: Int32(clamping: offset)))
            let (raw, total): ([TL.Chat], Int?) =
                switch answer {
                case .chats(let list): (list.chats, list.chats.count)
                case .slice(let slice): (slice.chats, Int(slice.count))
                }
            let context = core.context([], raw)
            let next = offset + raw.count
            let isLast = raw.isEmpty || total.map { next >= $0 } ?? false
            return Page(raw.compactMap { Chat($0, context) }, next: isLast ? nil : next, total: total)
        }
    }
}

extension CallContext {
    fileprivate func with(takeout id: Int64) -> Self {
        var copy = self
        copy.takeoutID = id
        return copy
    }
}
