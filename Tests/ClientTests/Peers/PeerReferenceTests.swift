// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation
import XCTest

final class PeerReferenceTests: XCTestCase {
    private func read(_ text: String) -> String {
        do throws(InvocationError) {
            switch try PeerReference(parsing: text) {
            case .me: return "me"
            case .id(let id): return "\(id)"
            case .username(let name): return "@" + name
            case .phone(let digits): return "+" + digits
            case .invite(let hash): return "invite " + hash
            case .input: return "input"
            }
        } catch {
            return "error"
        }
    }

    func testFormsOfNames() {
        let cases = [
            "@durov": "@durov", "durov": "@durov", " me ": "me", "SELF": "me", "+1 (555) 123-45.67": "+15551234567",
            "https://t.me/durov": "@durov", "t.me/durov/123?single": "@durov",
            "http://www.telegram.me/durov#x": "@durov",
            "telegram.dog/durov?start=abc": "@durov", "t.me/+AbC_d-9": "invite AbC_d-9",
            "https://t.me/joinchat/AbCd": "invite AbCd", "tg://join?invite=AbCd&x=1": "invite AbCd", "42": "user(42)",
            "-42": "chat(42)", "-1001234567890": "channel(1234567890)",
            "t.me/c/123/4": "channel(123)", "t.me/c/1234567890/5": "channel(1234567890)", "t.me/": "error",
            "https://example.org/durov": "error", "+12": "error",
            "": "error",
            "a b": "error", "1durov": "error", "+123abc456": "error", "0": "error",
            "tg://resolve?domain=durov": "@durov", "tg://join?x=1&invite=abc": "invite abc", "t.me/s/durov": "@durov",
            "https://durov.t.me": "@durov", "t.me/+15551234567": "+15551234567", "tg://user?id=5": "user(5)",
            "t.me/share/url?url=x": "error", "t.me/addstickers/X": "error",
            "t.me/proxy?server=a&port=1&secret=b": "error",
            "t.me/share": "error", "tg://settings": "error", "-2000000000001": "error", "-2000000000000": "error",
            "-1997852516352": "channel(997852516352)", "-1997852516353": "error", "-2002147483648": "error",
            "-2002147483649": "channel(1002147483649)", "-4000000000001": "error",
            "t.me/joinchat/": "error", "t.me/+": "error", "@": "error", "дуров": "error",
        ]
        for (text, expected) in cases { XCTAssertEqual(read(text), expected, text) }
    }

    func testNumbersOfTheBotAPIComeBack() {
        for id in [
            PeerID.user(1), .user(0xFF_FFFF_FFFF), .chat(1), .chat(999_999_999_999), .channel(1),
            .channel(997_852_516_352),
        ] {
            XCTAssertEqual(PeerID(botAPI: id.botAPI), id)
        }
        for number in [0, .min, .max, -1_000_000_000_000] as [Int64] {
            XCTAssertNil(PeerID(botAPI: number), "\(number)")
        }
    }

    func testPeersAreCodedAsOneNumber() throws {
        let ids = [PeerID.user(5), .chat(5), .channel(5)]
        let coded = try JSONEncoder().encode(ids)
        XCTAssertEqual(String(decoding: coded, as: UTF8.self), "[5,-5,-1000000000005]")
        XCTAssertEqual(try JSONDecoder().decode([PeerID].self, from: coded), ids)
        XCTAssertThrowsError(try JSONDecoder().decode([PeerID].self, from: Data("[-2000000000001]".utf8)))
        XCTAssertEqual(ids.map(\.rawID), [5, 5, 5])
        XCTAssertEqual(ids.map(\.userID), [5, nil, nil])
    }

    func testErrorsSayWhichFormsThereAre() {
        XCTAssertThrowsError(try "a b".peerReference) { error in
            XCTAssertTrue("\(error)".contains("@name"), "\(error)")
        }
    }
}
