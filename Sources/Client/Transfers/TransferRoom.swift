// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

/// Room for one part: in memory, and on the path that it takes.
struct TransferRoom: Sendable {
    fileprivate struct Place: Sendable {
        let path: TransferPath
        let mark: TransferWindow.Mark
    }

    let size: Int
    /// Its place on the path; `nil` as long as it is in memory alone.
    fileprivate var place: Place?
}

extension ClientCore {
    /// Takes room for a part on a path, or in memory alone; `nil` if there is none now.
    func room(_ size: Int, on key: TransferPath.Key?) -> TransferRoom? {
        guard files.budget.take(size) else { return nil }
        guard let key else { return TransferRoom(size: size) }
        let path = files.path(key)
        guard let mark = path.take(size, now: configuration.time.now()) else {
            files.budget.release(size)
            return nil
        }
        return TransferRoom(size: size, place: .init(path: path, mark: mark))
    }

    /// Waits for room for a part; `nil` if the task was cancelled.
    ///
    /// Memory comes first: room on a path is had only by what is under way, which ends by itself.
    func waitForRoom(_ size: Int, on key: TransferPath.Key?) async -> TransferRoom? {
        guard await files.budget.acquire(size) else { return nil }
        let room = TransferRoom(size: size)
        guard let key else { return room }
        guard let entered = await enter(key, with: room) else {
            files.budget.release(size)
            return nil
        }
        return entered
    }

    /// Waits for room on a path for a part that has room in memory; `nil` if the task was cancelled.
    func enter(_ key: TransferPath.Key, with room: TransferRoom) async -> TransferRoom? {
        let path = files.path(key)
        guard let mark = await path.acquire(room.size, configuration.time) else { return nil }
        return TransferRoom(size: room.size, place: .init(path: path, mark: mark))
    }

    /// Gives room back that was not needed.
    func giveBack(_ room: TransferRoom?) {
        guard let room else { return }
        arrived(room, isDelivered: false)
        files.budget.release(room.size)
    }

    /// A part is on its way no more; its memory is still in use.
    func arrived(_ room: TransferRoom?, isDelivered: Bool) {
        guard let place = room?.place, let size = room?.size else { return }
        place.path.finish(size, place.mark, isDelivered: isDelivered, now: configuration.time.now())
    }
}
