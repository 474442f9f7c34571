/* The frame of the properties at the right. */
export const PANEL = {
  '<empty>': '<trống>',
  '<none>': '<chưa chọn>',
  Create: 'Thêm',
  'Create new list item': 'Thêm một mục',
  'Delete item': 'Xóa mục này',
  'FEEL expression is mandatory': 'Phải ghi biểu thức',
  'JSON contains errors': 'Dữ liệu JSON có lỗi',
  'Multiple elements are selected. Select a single element to edit its properties.':
    'Đang chọn nhiều phần tử. Hãy chọn một phần tử để xem và sửa thông tin.',
  'Open documentation': 'Mở tài liệu',
  'Open pop-up editor': 'Mở cửa sổ soạn',
  'Opened in editor': 'Đang mở trong cửa sổ soạn',
  'Section contains an error': 'Mục này có lỗi',
  'Section contains edits': 'Mục này đã ghi thông tin',
  'Select an element to edit its properties.': 'Hãy chọn một phần tử trên sơ đồ để xem và sửa thông tin.',
  'Toggle list item': 'Mở hoặc đóng mục',
  'Toggle section': 'Mở hoặc đóng mục',
  'Unparsable FEEL expression.': 'Biểu thức chưa đúng.',
};
