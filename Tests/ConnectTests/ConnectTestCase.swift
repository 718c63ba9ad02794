// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto
import Foundation
import XCTest

/// A test of connections: a result that never comes ends the process instead of hanging it.
class ConnectTestCase: XCTestCase {
    private final class Watchdog: Sendable {
        let task = Lock<Task<Void, Never>?>(nil)
    }

    private let watchdog = Watchdog()

    override func setUp() async throws {
        let name = name
        let task = Task {
            guard (try? await Task.sleep(for: .seconds(120))) != nil else { return }
            fatalError("\(name) hangs")
        }
        watchdog.task.withLock { $0 = task }
        // The first sleep makes the runtime open descriptors of its own, which are not to be counted.
        try await Task.sleep(for: .milliseconds(1))
    }

    override func tearDown() async throws {
        watchdog.task.withLock { $0?.cancel() }
    }

    /// Lets other tasks run until a condition is fulfilled.
    func eventually(
        _ message: String, line: UInt = #line, _ condition: () -> Bool
    ) async {
        let end = ContinuousClock.now + .seconds(20)
        while !condition() {
            guard ContinuousClock.now < end else { return XCTFail("not so: \(message)", line: line) }
            await Task.yield()
            usleep(200)
        }
    }

    /// How many descriptors the process has.
    var descriptorCount: Int {
        #if os(Linux)
        let folder = "/proc/self/fd"
        #else
        let folder = "/dev/fd"
        #endif
        return (try? FileManager.default.contentsOfDirectory(atPath: folder).count) ?? -1
    }

    /// Runs a closure while the process can open nothing.
    func withoutFreeDescriptors(_ body: () throws -> Void) throws {
        #if canImport(Darwin)
        let resource = RLIMIT_NOFILE
        #else
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #endif
        var limits = rlimit()
        XCTAssertEqual(getrlimit(resource, &limits), 0)
        var lowered = limits
        lowered.rlim_cur = min(limits.rlim_cur, 400)
        XCTAssertEqual(setrlimit(resource, &lowered), 0)
        var taken: [Int32] = []
        defer {
            for descriptor in taken { close(descriptor) }
            setrlimit(resource, &limits)
        }
        // A second time, in case that something of an earlier test was still to be closed.
        for _ in 0..<2 {
            while case let descriptor = open("/dev/null", O_RDONLY), descriptor >= 0 { taken.append(descriptor) }
            usleep(20_000)
        }
        try body()
    }
}
