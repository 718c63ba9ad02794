// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Uploads are kept for parts that the server misses, and their bytes with them.
final class KeptUploadsTests: XCTestCase {
    private static func upload(_ id: Int64, _ count: Int, isInMemory: Bool = true) -> UploadedFile {
        UploadedFile(
            id: id, size: Int64(count), name: "a.bin", info: nil, partCount: 1, partSize: count, isBig: false,
            checksum: "", source: isInMemory ? .memory([UInt8](repeating: 1, count: count)) : nil)
    }

    private static func time(_ seconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: seconds * 1_000_000_000) }

    func testTheirBytesFitIntoABoundAndTheNewestIsAlwaysThere() {
        var uploads = KeptUploads(memoryBound: 1_000)
        for id in 1...4 { uploads.insert(Self.upload(Int64(id), 300), now: Self.time(0)) }
        XCTAssertEqual((1...4).filter { uploads[Int64($0)] != nil }, [2, 3, 4])
        XCTAssertEqual(uploads.byteCount, 900)
        // One that is sent again is the newest one.
        uploads.insert(Self.upload(2, 300), now: Self.time(0))
        uploads.insert(Self.upload(5, 300), now: Self.time(0))
        XCTAssertEqual((1...5).filter { uploads[Int64($0)] != nil }, [2, 4, 5])
        uploads.insert(Self.upload(6, 5_000), now: Self.time(0))
        XCTAssertEqual(uploads.count, 1)
        XCTAssertEqual(uploads.byteCount, 5_000)
        uploads.insert(Self.upload(7, 10), now: Self.time(0))
        XCTAssertNil(uploads[6])
        XCTAssertEqual(uploads.byteCount, 10)
    }

    func testTheyAreForgottenWhenTheyHaveBeenSentForLong() {
        var uploads = KeptUploads(memoryBound: 1_000)
        uploads.insert(Self.upload(1, 100), now: Self.time(0))
        uploads.insert(Self.upload(2, 100), now: Self.time(60))
        uploads.insert(Self.upload(3, 100), now: Self.time(121))
        XCTAssertNil(uploads[1])
        XCTAssertEqual(uploads.byteCount, 200)
        uploads.insert(Self.upload(2, 100), now: Self.time(1_000))
        XCTAssertEqual(uploads.count, 1)
        XCTAssertNotNil(uploads[2])
    }

    func testThoseWithoutBytesAreBoundedByTheirNumber() {
        var uploads = KeptUploads(memoryBound: 1_000)
        for id in 1...1_000 {
            uploads.insert(Self.upload(Int64(id), 300, isInMemory: false), now: Self.time(0))
        }
        XCTAssertEqual(uploads.count, 256)
        XCTAssertEqual(uploads.byteCount, 0)
        XCTAssertNotNil(uploads[1_000])
        XCTAssertNil(uploads[744])
    }
}
