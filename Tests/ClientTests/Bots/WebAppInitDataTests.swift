// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation
import XCTest

@testable import Ferogram

final class WebAppInitDataTests: XCTestCase {
    /// Made with Python's `hmac` for the token below, and with the signature of the key below.
    private static let data =
        "query_id=AAH&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vlad+%26+Co%22%2C%22language_code%22%3A%22ru%22%7D"
        + "&auth_date=1700000000&start_param=ref"
        + "&signature=eBfKVLqrQkjBvAykntMVhWAv1V3n1iZ7tOygV3j_Itm4S6hgzTvwV5KkNCAFEZy6D3nX5-oefUZbnisHsZcxBw"
        + "&hash=365dc9efdb0e8a55602ee26ccf21206cbf54e898c6ddfeafc7d8fab8b0e8249c"
    private static let token = "123456:ABC-DEF"
    /// The public key of the bytes 0, 1 … 31.
    private static let key: [UInt8] = [
        0x03, 0xa1, 0x07, 0xbf, 0xf3, 0xce, 0x10, 0xbe, 0x1d, 0x70, 0xdd, 0x18, 0xe7, 0x4b, 0xc0, 0x99, 0x67, 0xe4,
        0xd6, 0x30,
        0x9b, 0xa5, 0x0d, 0x5f, 0x1d, 0xdc, 0x86, 0x64, 0x12, 0x55, 0x31, 0xb8,
    ]
    private static let date = Date(timeIntervalSince1970: 1_700_000_100)

    func testDataAreVerifiedWithTheToken() throws {
        let data = try WebAppInitData(verifying: Self.data, botToken: Self.token, now: Self.date)
        XCTAssertEqual(data.userID, 279_058_397)
        XCTAssertEqual(data.queryID, "AAH")
        XCTAssertEqual(data.startParameter, "ref")
        XCTAssertEqual(data.authDate, Date(timeIntervalSince1970: 1_700_000_000))
    }

    func testDataAreVerifiedWithTheSignature() throws {
        let data = try WebAppInitData(Self.data, 123_456, key: Self.key, .seconds(1_000), Self.date)
        XCTAssertEqual(data.userID, 279_058_397)
        XCTAssertEqual(
            failure { try WebAppInitData(Self.data, 123_457, key: Self.key, .seconds(1_000), Self.date) },
            .wrongSignature)
        for environment in [WebAppInitData.Environment.production, .test] {
            XCTAssertEqual(
                failure {
                    try WebAppInitData(verifying: Self.data, botID: 123_456, environment: environment, now: Self.date)
                },
                .wrongSignature)
        }
    }

    func testWhatIsNotSignedIsRefused() {
        func hmac(_ text: String, now: Date = Self.date) -> WebAppInitData.Failure? {
            failure { try WebAppInitData(verifying: text, botToken: Self.token, now: now) }
        }
        XCTAssertEqual(hmac(Self.data.replacing("AAH", with: "AAI")), .wrongSignature)
        XCTAssertEqual(hmac(Self.data + "&more=1"), .wrongSignature)
        XCTAssertEqual(hmac(Self.data + "&query_id=AAH"), .malformed)
        XCTAssertEqual(hmac("query_id=AAH"), .unsigned)
        XCTAssertEqual(hmac("hash=zz"), .malformed)
        XCTAssertEqual(hmac("hash"), .malformed)
        XCTAssertEqual(hmac("a=%zz"), .malformed)
        XCTAssertEqual(hmac(Self.data, now: Self.date + 90_000), .expired)
        XCTAssertEqual(
            failure { try WebAppInitData(verifying: Self.data, botToken: "123456:ABC", now: Self.date) },
            .wrongSignature)
        XCTAssertEqual(failure { try WebAppInitData("a=b", 1, key: Self.key, .seconds(1), Self.date) }, .unsigned)
        XCTAssertEqual(
            failure { try WebAppInitData("signature=*", 1, key: Self.key, .seconds(1), Self.date) }, .malformed)
    }

    private func failure(_ body: () throws -> WebAppInitData) -> WebAppInitData.Failure? {
        do {
            _ = try body()
            return nil
        } catch {
            return error as? WebAppInitData.Failure
        }
    }
}
