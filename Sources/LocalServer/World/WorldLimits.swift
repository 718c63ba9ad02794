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

    /// The default bounds.
    public init() {}
}
