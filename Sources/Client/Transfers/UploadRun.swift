// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramMTSender
import FerogramTLTypes

/// Carries out the plan of one upload.
struct UploadRun {
    let core: ClientCore
    var plan: UploadPlan
    /// The number that the client gives the file.
    var fileID: Int64
    let source: Source
    let control: TransferControl
    let mostRequests: Int?
    let checkpoint: TransferCheckpoint?

    enum Source {
        case random(UploadSource)
        case stream(PartReader)
    }

    private static let timeout = Duration.seconds(120)
    /// Files up to this size go over the connection for calls of all kinds.
    private static let smallFile: Int64 = 128 << 10

    private enum Event: Sendable {
        case sent(UploadPlan.Part)
        case failed(UploadPlan.Part, InvocationError)
        case broken(UploadPlan.Part, TransferError)
        case tick
    }

    /// The first bytes of a stream, by which its kind is known.
    private(set) var head: [UInt8] = []

    /// Runs until everything is there.
    ///
    /// - Throws: ``TransferError``.
    mutating func run() async throws(TransferError) {
        var run = self
        let limit = core.limits.limits.fileSize
        let failure: TransferError? = await withTaskGroup(of: Event.self) { group in
            var active = 0
            // How many parts were started without a wait.
            var inRow = 0
            var held: [Int: [UInt8]] = [:]
            var heldBudget = 0
            var hasTimer = false
            var lastError: InvocationError?
            var stream = run.makeStream()
            // One part is read ahead, so that the last one is known to be the last.
            var ahead: [UInt8]?
            defer {
                group.cancelAll()
                run.core.files.budget.release(heldBudget)
            }
            while true {
                if Task.isCancelled { return .cancelled }
                if run.control.isPaused, active == 0 {
                    await run.control.waitWhilePaused()
                    continue
                }
                var waits = run.control.isPaused || run.mostRequests.map { active >= $0 } ?? false
                let size = run.plan.partSize
                // Nobody knows when a stream has its next bytes: a part of it enters the path when they are there.
                let path = stream == nil ? run.path : nil
                var room: TransferRoom?
                if !waits {
                    if active > 0 || run.plan.isOver {
                        room = run.core.room(size, on: path)
                        waits = room == nil && !run.plan.isOver
                    } else {
                        room = await run.core.waitForRoom(size, on: path)
                        if room == nil { return .cancelled }
                    }
                }
                if !waits {
                    let step = run.plan.poll(now: run.core.configuration.time.now())
                    if case .send = step { heldBudget += size } else { run.core.giveBack(room) }
                    switch step {
                    case .send(let part):
                        var bytes = held[part.index]
                        if stream != nil, bytes == nil {
                            do throws(TransferError) {
                                let current: [UInt8]
                                if let ahead { current = ahead } else { current = try await stream?.next() ?? [] }
                                let next = try await stream?.next() ?? []
                                if current.isEmpty { return .empty }
                                if part.index == 0 { run.head = Array(current.prefix(4_096)) }
                                if part.offset + Int64(current.count) > limit {
                                    return .tooLarge(size: part.offset + Int64(current.count), limit: limit)
                                }
                                if next.isEmpty {
                                    let total = part.offset + Int64(current.count)
                                    run.plan.learned(size: total)
                                    run.control.learned(total: total)
                                }
                                (bytes, ahead) = (current, next)
                                held[part.index] = current
                            } catch {
                                return error
                            }
                        }
                        if stream != nil, let inMemory = room {
                            room = await run.core.enter(run.path, with: inMemory)
                            if room == nil { return .cancelled }
                        }
                        active += 1
                        run.start(part, bytes, room, in: &group)
                        // Two are sealed together, and the server has them while the next ones are read.
                        inRow += 1
                        if inRow.isMultiple(of: 2) { await Task.yield() }
                        continue
                    case .finished: return nil
                    case .failed: return .invocation(lastError ?? .disconnected)
                    case .restart:
                        guard stream == nil else { return .invocation(lastError ?? .disconnected) }
                        run.fileID = run.core.randomID()
                        continue
                    case .wait(let time):
                        if let time, !hasTimer {
                            hasTimer = true
                            let sleep = run.core.configuration.time.sleep
                            group.addTask {
                                try? await sleep(time)
                                return .tick
                            }
                        }
                    }
                }
                let now: MonotonicTime
                inRow = 0
                switch await group.next() {
                case nil: return .invocation(lastError ?? .disconnected)
                case .tick?:
                    hasTimer = false
                    continue
                case .sent(let part)?:
                    now = run.core.configuration.time.now()
                    run.plan.sent(part, now: now)
                    run.checkpoint?.add(part.index)
                    let count = held.removeValue(forKey: part.index)?.count ?? part.count
                    run.control.add(Int64(count))
                case .failed(let part, let error)?:
                    if error.isCancellation { return .cancelled }
                    switch error {
                    case .disconnected, .sessionEnded: return .invocation(error)
                    default: break
                    }
                    lastError = error
                    now = run.core.configuration.time.now()
                    run.plan.failed(part, PartFailure(error), now: now)
                case .broken(_, let error)?:
                    return error
                }
                active -= 1
                heldBudget -= size
                run.core.files.budget.release(size)
            }
        }
        self = run
        if let failure { throw failure }
    }

    private func makeStream() -> PartReader? {
        if case .stream(let reader) = source { return reader }
        return nil
    }

    /// The path of the parts.
    private var path: TransferPath.Key {
        .init(direction: .up, dataCenter: core.homeDataCenter, isSmall: isSmall)
    }

    private var isSmall: Bool { plan.size.map { $0 <= Self.smallFile } ?? false }

    private func start(
        _ part: UploadPlan.Part, _ bytes: [UInt8]?, _ room: TransferRoom?, in group: inout TaskGroup<Event>
    ) {
        let (core, fileID, isBig, isSmall) = (core, fileID, plan.isBig, isSmall)
        let total = plan.partCount.map { Int32(clamping: $0) } ?? -1
        let random: UploadSource? = if case .random(let source) = source { source } else { nil }
        group.addTask {
            do throws(TransferError) {
                let call = try PartCalls.save(
                    part.index, of: fileID, total: isBig ? total : nil, count: bytes?.count ?? part.count
                ) { place in
                    let source = bytes.map { UploadSource.memory($0) } ?? random
                    return (source ?? .memory([])).read(at: bytes == nil ? part.offset : 0, into: place)
                }
                do throws(InvocationError) {
                    try await core.sendPart(call, isBig: isBig, isSmall: isSmall, timeout: Self.timeout)
                    core.arrived(room, isDelivered: true)
                    return .sent(part)
                } catch {
                    core.arrived(room, isDelivered: false)
                    return .failed(part, error)
                }
            } catch {
                core.arrived(room, isDelivered: false)
                return .broken(part, error)
            }
        }
    }
}

extension ClientCore {
    /// Sends one part of a file, written by ``PartCalls`` (`upload.saveFilePart`, `upload.saveBigFilePart`).
    func sendPart(
        _ call: [UInt8], isBig: Bool, isSmall: Bool, timeout: Duration
    ) async throws(InvocationError) {
        let home = homeDataCenter
        let destination: CallDestination = isSmall ? .dataCenter(home) : .media(home)
        let options = transferOptions(destination, timeout)
        _ =
            isBig
            ? try await calls.transfer(call, of: TL.upload.SaveBigFilePart.self, on: destination, options: options)
            : try await calls.transfer(call, of: TL.upload.SaveFilePart.self, on: destination, options: options)
    }
}
