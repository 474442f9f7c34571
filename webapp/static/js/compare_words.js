/* What a comparison says, and the icon of each kind of change. */
const TEXTS = {
  vi: {
    old: 'Bản cũ',
    new: 'Bản mới',
    added: 'Thêm',
    removed: 'Bỏ',
    changed: 'Sửa',
    moved: 'Dời chỗ',
    changes: 'Thay đổi ({n})',
    none: 'Hai bản giống nhau.',
    before: 'Trước',
    after: 'Sau',
    nothing: '(trống)',
    failed: 'Không tải được hai sơ đồ. Hãy tải lại trang.',
  },
  en: {
    old: 'Old version',
    new: 'New version',
    added: 'Added',
    removed: 'Removed',
    changed: 'Changed',
    moved: 'Moved',
    changes: 'Changes ({n})',
    none: 'The two versions are the same.',
    before: 'Before',
    after: 'After',
    nothing: '(empty)',
    failed: 'The diagrams could not be loaded. Reload the page.',
  },
};
export const KINDS = { added: 'plus', removed: 'trash', changed: 'comment', moved: 'swap' };

const texts = TEXTS[document.documentElement.lang] ?? TEXTS.vi;

export function word(key, data = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => data[name]);
}
