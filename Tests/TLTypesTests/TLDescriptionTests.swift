// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// Descriptions are readable and show no secrets, however a value is printed.
final class TLDescriptionTests: XCTestCase {
    func testDescriptionShowsNamesOfTheSchemaAndPresentFields() {
        let message = TL.Message.message(
            .init(
                out: true, id: 7, peerID: .user(.init(userID: 5)), date: 1, message: "hi",
                entities: [.bold(.init(offset: 0, length: 2))]))
        XCTAssertEqual(
            String(describing: message),
            """
            message(out: true, id: 7, peerID: peerUser(userID: 5), date: 1, message: "hi", \
            entities: [messageEntityBold(offset: 0, length: 2)])
            """)
        XCTAssertEqual("\(TL.InputPeer.peerSelf)", "inputPeerSelf")
        XCTAssertEqual(
            "\(TL.updates.State(pts: 1, qts: 2, date: 3, seq: 4, unreadCount: 5))",
            "updates.state(pts: 1, qts: 2, date: 3, seq: 4, unreadCount: 5)")
    }

    func testFunctionsAndPayloadsAreDescribedToo() {
        let call = TL.messages.GetHistory(
            peer: .peerSelf, offsetID: 1, offsetDate: 2, addOffset: 3, limit: 4, maxID: 5, minID: 6, hash: 7)
        XCTAssertEqual(
            TL.description(of: call),
            """
            messages.getHistory(peer: inputPeerSelf, offsetID: 1, offsetDate: 2, addOffset: 3, limit: 4, maxID: 5, \
            minID: 6, hash: 7)
            """)
        XCTAssertEqual(TL.description(of: TL.Peer.User(userID: 5)), "User(userID: 5)")
        XCTAssertEqual(
            TL.description(of: TL.InvokeWithLayer(layer: 1, query: TL.help.GetConfig())),
            "invokeWithLayer(layer: 1, query: help.getConfig)")
    }

    func testFieldsInAnObjectAreShownLikeOthers() throws {
        let message = TL.Message.Message(
            out: true, id: 7, peerID: .user(.init(userID: 5)), date: 1, message: "hi",
            entities: [.bold(.init(offset: 0, length: 2))])
        let shown = """
            Message(out: true, id: 7, peerID: peerUser(userID: 5), date: 1, message: "hi", \
            entities: [messageEntityBold(offset: 0, length: 2)])
            """
        XCTAssertEqual("\(message)", shown)
        XCTAssertEqual(String(reflecting: message), shown)
        XCTAssertEqual("\([message])", "[\(shown)]")
        XCTAssertEqual(TL.description(of: message), shown)
        var dumped = ""
        dump(message, to: &dumped)
        XCTAssertTrue(dumped.contains("message: \"hi\""), dumped)
        let fields = TLRedaction.mirror(reflecting: message)
        XCTAssertEqual(fields.children.first { $0.label == "id" }?.value as? Int32, 7)
        XCTAssertEqual(fields.displayStyle, .struct)
    }

    func testBytesAreShortened() {
        let size = TL.PhotoSize.stripped(.init(type: "i", bytes: [UInt8](repeating: 171, count: 40)))
        XCTAssertTrue("\(size)".contains("0xabab"))
        XCTAssertTrue("\(size)".contains("(40 bytes)"))
    }

    func testSecretsNeverShow() {
        let secretNumber: Int64 = 7_613_378_125
        let secretText = "s3cr3t-t3xt"
        let secretBytes: [UInt8] = [0xDE, 0xC0, 0xAD, 0xDE]
        let values: [Any] = [
            TL.InputPeer.user(.init(userID: 1, accessHash: secretNumber)),
            TL.InputPeer.User(userID: 1, accessHash: secretNumber),
            TL.User.user(.init(id: 1, accessHash: secretNumber, firstName: "Ann", phone: secretText)),
            TL.auth.SendCode(
                phoneNumber: secretText, apiID: 1, apiHash: secretText, settings: TL.CodeSettings()),
            TL.auth.SignIn(phoneNumber: secretText, phoneCodeHash: secretText, phoneCode: secretText),
            TL.auth.ImportBotAuthorization(flags: 0, apiID: 1, apiHash: secretText, botAuthToken: secretText),
            TL.auth.ExportedAuthorization(id: 1, bytes: secretBytes),
            TL.auth.LoginToken.loginToken(.init(expires: 1, token: secretBytes)),
            TL.InputDocument.inputDocument(.init(id: 1, accessHash: secretNumber, fileReference: secretBytes)),
            TL.InputCheckPasswordSRP.inputCheckPasswordSRP(.init(srpID: 1, a: [], m1: secretBytes)),
            TL.ChatInvite.chatInvite(
                .init(
                    title: "t", photo: .empty(.init(id: 1)), participantsCount: 1, color: 0)),
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            let printed = [
                String(describing: value), String(reflecting: value), "\(value)", "\([value])", dumped,
                (value as? any TLEncodable).map { TL.description(of: $0) } ?? "",
            ]
            for text in printed {
                XCTAssertFalse(text.contains("\(secretNumber)"), text)
                XCTAssertFalse(text.contains(secretText), text)
                XCTAssertFalse(text.contains("dec0adde") || text.contains("222, 192") || text.contains("0: 222"), text)
            }
        }
        XCTAssertTrue("\(values[0])".contains("<redacted>"))
    }

    func testAbsentSecretsStayAbsent() {
        let user = TL.User.user(.init(id: 1))
        XCTAssertEqual("\(user)", "user(id: 1)")
    }

    func testNamesAndIDs() {
        XCTAssertEqual(TL.name(ofConstructor: 0x5951_1722), "peerUser")
        XCTAssertEqual(TL.constructorID(named: "messages.sendMessage"), TL.messages.SendMessage.constructorID)
        XCTAssertNil(TL.name(ofConstructor: 1))
        XCTAssertNil(TL.constructorID(named: "no.such"))
        XCTAssertEqual(TL.Peer.user(.init(userID: 1)).constructorID, 0x5951_1722)
        XCTAssertEqual(TL.layer, 230)
    }
}
