// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLFunctions
import FerogramTLTypes

/// Reads calls as Telegram does, which takes an `InputPeer` where the schema asks for a narrower type.
///
/// Some clients rely on it: they name a user by `inputPeerUser` where `InputUser` stands. The constructors of these types
/// have the same fields, so only their ids are exchanged.
enum LenientInput {
    /// How many ids are exchanged in one call; a list of users may have as many.
    private static let mostExchanges = 256

    /// Reads a call.
    ///
    /// - Returns: The call, or `nil` if no method has the id.
    /// - Throws: Why it cannot be read.
    static func read(_ body: ArraySlice<UInt8>) throws(TLError) -> (any TLDecodableFunction)? {
        var body = EarlierLayer.upgraded(body) ?? body
        for _ in 0..<mostExchanges {
            do throws(TLError) {
                return try TLFunctionTable.read(body)
            } catch {
                guard let repaired = repair(body, after: error) else { throw error }
                body = repaired
            }
        }
        return try TLFunctionTable.read(body)
    }

    /// The call with the id that could not stand where it stood exchanged for one that can.
    private static func repair(_ body: ArraySlice<UInt8>, after error: TLError) -> ArraySlice<UInt8>? {
        guard error.code == .unexpectedConstructor, let found = error.constructorID else { return nil }
        let place = error.offset
        guard place >= 0, place <= body.count else { return nil }
        let start = body.startIndex + place
        guard body.uint32(at: start) == found else { return nil }
        if error.context == "TextWithEntities" { return EarlierLayer.upgradingText(of: body, at: place) }
        if error.context == "InputDialogPeer" {
            guard inputPeers.contains(found) else { return nil }
            return body[..<start] + bytes(of: dialogPeer) + body[start...]
        }
        guard let other = exchanges[error.context]?[found] else { return nil }
        return body[..<start] + bytes(of: other) + body[(start + 4)...]
    }

    private static func bytes(of id: UInt32) -> [UInt8] {
        withUnsafeBytes(of: id.littleEndian) { Array($0) }
    }

    // The ids of the schema, which are the same in all layers that are served.
    private static let peerSelf: UInt32 = 0x7DA0_7EC9
    private static let peerEmpty: UInt32 = 0x7F3B_18EA
    private static let peerChat: UInt32 = 0x35A9_5CB9
    private static let peerUser: UInt32 = 0xDDE8_A54C
    private static let peerChannel: UInt32 = 0x27BC_BBFC
    private static let peerUserFromMessage: UInt32 = 0xA87B_0A1C
    private static let peerChannelFromMessage: UInt32 = 0xBD2A_0840
    private static let userSelf: UInt32 = 0xF7C1_B13F
    private static let userEmpty: UInt32 = 0xB988_86CF
    private static let user: UInt32 = 0xF211_58C6
    private static let userFromMessage: UInt32 = 0x1DA4_48E2
    private static let channelEmpty: UInt32 = 0xEE8C_1E86
    private static let channel: UInt32 = 0xF35A_EC28
    private static let channelFromMessage: UInt32 = 0x5B93_4F9D
    private static let dialogPeer: UInt32 = 0xFCAA_FEB7

    /// The ids of `InputPeer`.
    private static let inputPeers: Set<UInt32> = [
        peerSelf, peerEmpty, peerChat, peerUser, peerChannel, peerUserFromMessage, peerChannelFromMessage,
    ]

    /// For each type what stands for the constructors of `InputPeer`.
    private static let exchanges: [String: [UInt32: UInt32]] = [
        "InputUser": [
            peerSelf: userSelf, peerEmpty: userEmpty, peerUser: user, peerUserFromMessage: userFromMessage,
        ],
        "InputChannel": [
            peerEmpty: channelEmpty, peerChannel: channel, peerChannelFromMessage: channelFromMessage,
        ],
    ]
}
