// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The bounds of everything that the world remembers or accepts.
public struct WorldLimits: Hashable, Sendable {
    /// How many people and bots there may be; signing up fails beyond it.
    public var accounts = 10_000
    /// How many messages an account keeps; the oldest are forgotten.
    public var messages = 50_000
    /// How many changes an account remembers for `updates.getDifference`; older ones are answered with
    /// `updates.differenceTooLong`.
    public var loggedChanges = 5_000
    /// How many changes one answer of `updates.getDifference` holds, unless the client asks for fewer.
    public var differenceSlice = 100
    /// How many UTF-16 code units a message may have, `message_length_max` of `help.getConfig`.
    public var messageLength = 4096
    /// How many entities a message may have.
    public var entities = 100
    /// How many bytes the entities of a message may take together in the schema's form.
    public var entitySize = 16 << 10
    /// How many bytes a keyboard may take in the schema's form.
    public var markupSize = 10 << 10
    /// How many bytes an action of `messages.setTyping` may take in the schema's form.
    public var actionSize = 32 << 10
    /// How many sent messages an account remembers by their `random_id`.
    public var randomIDs = 10_000
    /// How many codes that were sent are remembered.
    public var pendingCodes = 1_000
    /// How many callback queries may wait for a bot's answer.
    public var callbackQueries = 1_000

    /// How many basic groups there may be, and how many channels; nobody can make more.
    public var chats = 1_000
    /// How many members a basic group may have, `chat_size_max` of `help.getConfig`.
    public var groupMembers = 200
    /// How many members a channel or a supergroup may have, `megagroup_size_max` of `help.getConfig`.
    public var channelMembers = 200_000
    /// How many messages a channel keeps; the oldest are forgotten.
    public var channelMessages = 50_000
    /// How many changes a channel remembers for `updates.getChannelDifference`; older ones are answered with
    /// `updates.channelDifferenceTooLong`.
    public var loggedChannelChanges = 5_000
    /// How many changes one answer of `updates.getChannelDifference` holds, unless the client asks for fewer.
    public var channelDifferenceSlice = 1_000
    /// How many updates are remembered for each account and each channel, for a test to compare; none usually.
    package var recordedUpdates = 0

    /// The default bounds.
    public init() {}
}
