(data) => {
  if (data.status === 'draft') return null;  // Skipped
  return data;
}
