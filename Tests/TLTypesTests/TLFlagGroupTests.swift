// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// Fields that share a flag bit are present together or absent together.
final class TLFlagGroupTests: XCTestCase {
    func testHalfSetGroupsAreRefused() {
        // config: lang_pack_version and base_lang_pack_version share bit 2 with suggested_lang_code.
        let half = TL.messages.SetChatWallPaper(peer: .peerSelf)
        XCTAssertNoThrow(try half.encoded())
        let translated = TL.InputMedia.poll(
            .init(
                poll: TL.Poll(
                    id: 1, question: TL.TextWithEntities(text: "?", entities: []), answers: [], hash: 0),
                solution: "because"))
        XCTAssertThrowsError(try translated.encoded()) { error in
            let error = error as? TLError
            XCTAssertEqual(error?.code, .incompleteFlagGroup)
            XCTAssertEqual(error?.context, "inputMediaPoll: solution, solution_entities")
            XCTAssertEqual(
                error?.description,
                "only some of the fields that belong together are set: inputMediaPoll: solution, solution_entities")
        }
    }

    func testWholeGroupsAreWritten() throws {
        let media = TL.InputMedia.poll(
            .init(
                poll: TL.Poll(
                    id: 1, question: TL.TextWithEntities(text: "?", entities: []), answers: [], hash: 0),
                solution: "because", solutionEntities: []))
        let bytes = try media.encoded()
        guard case .poll(let poll) = try TL.InputMedia(decoding: bytes) else { return XCTFail("wrong case") }
        XCTAssertEqual(poll.solution, "because")
        XCTAssertEqual(poll.solutionEntities?.count, 0)
    }

    func testGroupsWithABareFlagAreChecked() throws {
        // A group may hold a bare flag too: it has to be set exactly when the value is.
        let definitions = try SchemaFiles.definitions()
        var groups = 0
        var withBareFlag = 0
        for definition in definitions {
            var members: [Parameter.Flag: [String]] = [:]
            for parameter in definition.parameters {
                guard case .value(let type, .some(let flag)) = parameter.kind else { continue }
                members[flag, default: []].append(type.fullName)
            }
            let shared = members.values.filter { $0.count > 1 }
            groups += shared.count
            withBareFlag += shared.count { $0.contains("true") }
        }
        XCTAssertEqual(groups, 89)
        XCTAssertEqual(withBareFlag, 22)
    }

    func testTooLongTextsAreRefused() {
        let text = String(repeating: "x", count: TLWriter.maximumByteStringLength + 1)
        XCTAssertThrowsError(try TL.RpcError(errorCode: 1, errorMessage: text).encoded()) { error in
            XCTAssertEqual((error as? TLError)?.code, .tooLong)
        }
        XCTAssertNoThrow(try TL.RpcError(errorCode: 1, errorMessage: String(text.dropLast())).encoded())
    }

    func testValuesThatCannotBeEncodedAreEqualToNone() {
        let half = TL.InputMedia.poll(
            .init(
                poll: TL.Poll(
                    id: 1, question: TL.TextWithEntities(text: "?", entities: []), answers: [], hash: 0),
                solution: "because"))
        XCTAssertFalse(half.isEncodedEqual(to: half))
        XCTAssertTrue(TL.Pong(msgID: 1, pingID: 2).isEncodedEqual(to: TL.Pong(msgID: 1, pingID: 2)))
        XCTAssertFalse(TL.Pong(msgID: 1, pingID: 2).isEncodedEqual(to: TL.Pong(msgID: 1, pingID: 3)))
    }
}
