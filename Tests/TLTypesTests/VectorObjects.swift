// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// The objects of `Vectors/tl_objects.json`, in its order, built through the public initialisers.
enum VectorObjects {
    static func all() throws -> [any TLEncodable] {
        [
            TL.Pong(msgID: 1, pingID: 2),
            TL.MsgsAck(msgIDs: [1, 4_611_686_018_427_387_904, -5]),
            TL.BadMsgNotification.badServerSalt(.init(badMsgID: 7, badMsgSeqno: 1, errorCode: 48, newServerSalt: -1)),
            TL.NewSession(firstMsgID: 1, uniqueID: 2, serverSalt: 3),
            TL.ResPQ(
                nonce: try opaque("ffffffffffffffffffffffffffffff7f"),
                serverNonce: try opaque("00000000000000000000000000000080"),
                pq: [0x17, 0xed, 0x48, 0x94, 0x1a, 0x08, 0xf9, 0x81], serverPublicKeyFingerprints: [1, -1]),
            TL.Peer.user(.init(userID: 777000)),
            TL.Peer.channel(.init(channelID: 1_234_567_890_123)),
            TL.InputPeer.peerSelf,
            TL.InputPeer.user(.init(userID: 5, accessHash: -6)),
            TL.InputPeer.userFromMessage(
                .init(peer: TL.InputPeer.channel(.init(channelID: 1, accessHash: 2)), msgID: 34, userID: 102_424_212)),
            TL.MessageEntity.textUrl(.init(offset: 1, length: 2, url: "")),
            TL.MessageEntity.textUrl(.init(offset: 1, length: 2, url: "u")),
            TL.MessageEntity.textUrl(.init(offset: 1, length: 2, url: "uuuu")),
            TL.MessageEntity.textUrl(.init(offset: 1, length: 2, url: String(repeating: "u", count: 252))),
            TL.MessageEntity.textUrl(.init(offset: 1, length: 2, url: String(repeating: "u", count: 253))),
            TL.MessageEntity.textUrl(.init(offset: 1, length: 2, url: String(repeating: "u", count: 255))),
            TL.MessageEntity.textUrl(.init(offset: 1, length: 2, url: String(repeating: "u", count: 256))),
            TL.MessageEntity.textUrl(.init(offset: 1, length: 2, url: String(repeating: "u", count: 300))),
            TL.MessageEntity.blockquote(.init(collapsed: true, offset: 0, length: 3)),
            TL.MessageEntity.blockquote(.init(offset: 0, length: 3)),
            TL.MessageEntity.customEmoji(.init(offset: 0, length: 2, documentID: 5_368_324_170_671_202_286)),
            TL.GeoPoint.empty,
            TL.DocumentAttribute.video(
                .init(
                    roundMessage: true, supportsStreaming: true, duration: 12.5, w: 1280, h: 720,
                    preloadPrefixSize: 4096)),
            TL.DocumentAttribute.audio(.init(voice: true, duration: 3, waveform: [0x01, 0x02, 0x03])),
            TL.PhotoSize.stripped(.init(type: "i", bytes: [0x01, 0x28, 0x1e, 0xff, 0x00])),
            TL.PhotoSize.progressive(.init(type: "y", w: 1280, h: 960, sizes: [1000, 20000, 90000])),
            TL.Photo.photo(
                .init(
                    id: 5253, accessHash: -77, fileReference: [0x00, 0x01, 0x02], date: 1_700_000_000,
                    sizes: [
                        TL.PhotoSize.stripped(.init(type: "i", bytes: [0x61, 0x62, 0x63])),
                        TL.PhotoSize.photoSize(.init(type: "m", w: 320, h: 240, size: 12345)),
                    ], dcID: 2)),
            TL.User.user(
                .init(
                    contact: true, verified: true, premium: true, id: 777000, accessHash: 123, firstName: "Telegram",
                    username: "telegram", phone: "42777", status: TL.UserStatus.offline(.init(wasOnline: 1_700_000_002))
                )),
            TL.User.user(
                .init(
                    bot: true, botCanEdit: true, id: 1, botInfoVersion: 3,
                    usernames: [TL.Username(editable: true, active: true, username: "a"), TL.Username(username: "b")])),
            TL.User.user(.init(min: true, id: 2)),
            TL.Message.message(
                .init(
                    out: true, id: 10, peerID: TL.Peer.user(.init(userID: 1)),
                    replyTo: TL.MessageReplyHeader.messageReplyHeader(.init(replyToMsgID: 5)), date: 1_700_000_003,
                    message: "hi 🙂", entities: [TL.MessageEntity.bold(.init(offset: 0, length: 2))])),
            TL.Message.empty(.init(id: 3)),
            TL.Message.service(
                .init(
                    id: 4, peerID: TL.Peer.channel(.init(channelID: 5)), date: 1_700_000_004,
                    action: TL.MessageAction.pinMessage)),
            TL.Updates.updateShortMessage(
                .init(mentioned: true, id: 1, userID: 2, message: "x", pts: 3, ptsCount: 1, date: 1_700_000_006)),
            TL.Updates.updates(
                .init(
                    updates: [
                        TL.Update.newMessage(
                            .init(
                                message: TL.Message.message(
                                    .init(
                                        out: true, id: 10, peerID: TL.Peer.user(.init(userID: 1)),
                                        replyTo: TL.MessageReplyHeader.messageReplyHeader(.init(replyToMsgID: 5)),
                                        date: 1_700_000_003, message: "hi 🙂",
                                        entities: [TL.MessageEntity.bold(.init(offset: 0, length: 2))])), pts: 11,
                                ptsCount: 1)),
                        TL.Update.deleteMessages(.init(messages: [1, 2, 3], pts: 14, ptsCount: 3)),
                    ],
                    users: [
                        TL.User.user(
                            .init(
                                contact: true, verified: true, premium: true, id: 777000, accessHash: 123,
                                firstName: "Telegram", username: "telegram", phone: "42777",
                                status: TL.UserStatus.offline(.init(wasOnline: 1_700_000_002))))
                    ], chats: [], date: 1_700_000_007, seq: 5)),
            TL.Updates.tooLong,
            TL.updates.State(pts: 1, qts: 2, date: 3, seq: 4, unreadCount: 5),
            TL.updates.Difference.empty(.init(date: 1, seq: 2)),
            TL.updates.ChannelDifference.empty(.init(final: true, pts: 5, timeout: 30)),
            TL.DcOption(
                static: true, id: 2, ipAddress: "149.154.167.51", port: 443,
                secret: [
                    0xdd, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                    0x00,
                ]),
            TL.InputFile.big(.init(id: -5, parts: 8000, name: "big.bin")),
            TL.InputFile.inputFile(.init(id: 1, parts: 2, name: "n", md5Checksum: "d41d8cd98f00b204e9800998ecf8427e")),
            TL.InputBotInlineMessageID.id64(.init(dcID: 2, ownerID: 3, id: 4, accessHash: 5)),
            TL.CodeSettings(allowFlashcall: true, logoutTokens: [[0x61, 0x62], []]),
            TL.RpcError(errorCode: 420, errorMessage: "FLOOD_WAIT_17"),
            TL.PingDelayDisconnect(pingID: 1, disconnectDelay: 75),
            TL.GetFutureSalts(num: 64),
            TL.InvokeWithLayer(
                layer: 229,
                query: TL.InitConnection(
                    apiID: 6, deviceModel: "Swift", systemVersion: "1", appVersion: "2", systemLangCode: "en",
                    langPack: "", langCode: "en", query: TL.help.GetConfig())),
            TL.InvokeAfterMsg(msgID: 7_296_712_105_459_471_992, query: TL.users.GetUsers(id: [TL.InputUser.userSelf])),
            TL.InvokeWithoutUpdates(
                query: TL.upload.GetFile(
                    precise: true, cdnSupported: true,
                    location: TL.InputFileLocation.document(
                        .init(id: 1, accessHash: 2, fileReference: [0x72], thumbSize: "")), offset: 4_294_967_296,
                    limit: 1_048_576)),
            TL.messages.SendMessage(
                noWebpage: true, peer: TL.InputPeer.peerSelf, message: "hello **🙂", randomID: -1,
                entities: [TL.MessageEntity.italic(.init(offset: 0, length: 5))], scheduleDate: 1_700_009_999),
            TL.auth.SendCode(phoneNumber: "+99966210000", apiID: 1, apiHash: "hash", settings: TL.CodeSettings()),
            TL.updates.GetDifference(pts: 1, ptsTotalLimit: 1000, date: 2, qts: 3),
            TL.account.UpdateStatus(offline: false),
        ]
    }

    private static func opaque(_ hex: String) throws -> TL.Int128 {
        try XCTUnwrap([UInt8](hex: hex).flatMap { TL.Int128($0) })
    }
}
