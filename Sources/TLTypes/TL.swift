// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Everything that Telegram's schema defines, under the names of the schema.
///
/// - A type with one constructor is a struct: `TL.DcOption`.
/// - A type with several constructors is an enum whose cases drop the words of the type's name and those that all its
///   constructors share; their fields are in structs inside the enum: `TL.InputPeer.user(.init(userID: 1, accessHash: 2))`,
///   `TL.SendMessageAction.typing`.
/// - A function is a struct named like the method: `TL.messages.SendMessage`, `TL.help.GetConfig`. It conforms to
///   ``TLFunction``, which knows the type of the answer.
///
/// Fields are in lower camel case (`user_id` is `userID`; `self` is `isSelf`). Flags words do not show: a
/// `flags.N?true` is a `Bool`, any other flagged field is an optional.
///
/// `TL.Peer`, `TL.InputPeer`, `TL.InputUser` and `TL.InputChannel` are `Hashable`; any other values are compared by
/// ``TLEncodable/isEncodedEqual(to:)``.
public enum TL {}
