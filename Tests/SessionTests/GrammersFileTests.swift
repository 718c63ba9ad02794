// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramSession
import FerogramSessionSupport
import FerogramTestSupport
import XCTest

/// Files by the published layout of grammers.
final class GrammersFileTests: XCTestCase {
    private func dataCenter(_ id: Int32, ipv4: [UInt8], _ key: [UInt8]?) -> [UInt8] {
        // The address is a number whose lowest byte stands first.
        var bytes = little(UInt32(1_970_083_510)) + little(Int32(key == nil ? 1 : 5)) + little(id)
        bytes += ipv4.reversed() + little(Int32(443))
        if let key { bytes += [254, 0, 1, 0] + key }
        return bytes
    }

    private func file(hasUser: Bool) throws -> [UInt8] {
        let key = try SessionSamples.key(3).withUnsafeBytes { Array($0) }
        var bytes = little(UInt32(2_805_905_614)) + little(Int32(hasUser ? 3 : 2))
        bytes += little(UInt32(0x1cb5_c415)) + little(Int32(2))
        bytes += dataCenter(1, ipv4: [149, 154, 175, 53], nil) + dataCenter(4, ipv4: [149, 154, 167, 91], key)
        if hasUser {
            bytes += little(UInt32(1_731_150_477)) + little(Int64(5_000_000_001)) + little(Int32(4))
            bytes += little(UInt32(0x9972_75b5))
        }
        bytes += little(UInt32(3_502_955_713)) + little(Int32(7)) + little(Int32(8)) + little(Int32(9))
        bytes += little(Int32(10)) + little(UInt32(0x1cb5_c415)) + little(Int32(1))
        return bytes + little(UInt32(3_266_377_933)) + little(Int64(77)) + little(Int32(5))
    }

    func testAFileIsRead() throws {
        for hasUser in [true, false] {
            let data = try SessionData(grammersFile: try file(hasUser: hasUser))
            XCTAssertEqual(data.homeDataCenter, 4)
            XCTAssertEqual(data.home?.authKey, try SessionSamples.key(3))
            XCTAssertEqual(data.home?.isAuthorized, true)
            XCTAssertEqual(data.home?.addresses.first?.host, "149.154.167.91")
            XCTAssertEqual(data.dataCenter(1)?.addresses.first?.host, "149.154.175.53")
            XCTAssertEqual(data.account, hasUser ? .init(userID: 5_000_000_001, isBot: true) : nil)
            XCTAssertEqual(data.updates, UpdateState(pts: 7, qts: 8, date: 9, seq: 10))
            XCTAssertEqual(data.channels, [77: 5])
        }
    }

    func testHostileBytesNeverTrap() throws {
        let good = try file(hasUser: true)
        for length in good.indices { XCTAssertThrowsError(try SessionData(grammersFile: Array(good[..<length]))) }
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<5_000 {
            var bytes = good
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? SessionData(grammersFile: bytes)
        }
    }

    private func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
